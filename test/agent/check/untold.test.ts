import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { untoldFindings } from '../../../agent/check/untold.ts'
import type { Config, Stream } from '../../../agent/config/config.ts'
import { SOURCES } from '../../../agent/sources/sources.ts'
import { exampleConfig, exampleReceiver } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

/** The logs that are followed and there, and those that are followed only. */
interface Logs {
  readonly there: readonly string[]
  readonly missing?: readonly string[]
  readonly streams?: readonly Stream[]
  readonly hasCpanel?: boolean
}

async function textsFor(
  t: TestContext,
  { there, missing = [], streams = [], hasCpanel = false }: Logs,
  change: Partial<Config> = {},
): Promise<readonly string[]> {
  const folder = await temporaryFolder(t)
  for (const source of there) await writeFile(join(folder, `${source}_log`), '')
  const version = join(folder, 'usr/local/cpanel/version')
  await mkdir(dirname(version), { recursive: true })
  if (hasCpanel) await writeFile(version, '')
  const all = exampleConfig(folder, { sources: [...there, ...missing] })
  const followers = all.followers.map((follower) => ({ ...follower, optional: true }))
  const findings = await untoldFindings({ ...all, followers, streams, ...change }, folder)
  for (const { check, state } of findings) assert.deepEqual([check, state], ['events', 'warning'])
  return findings.map(({ text }) => text.replaceAll(`${folder}/`, ''))
}

function wanting(events: Config['events']): Pick<Config, 'receivers'> {
  return { receivers: [{ ...exampleReceiver('https://localhost:9'), option: 'transmission', events }] }
}

const TAKEOVER = wanting('takeover')

test('where all logs are followed and there, everything can be told', async (t) => {
  const there = SOURCES.map(({ name }) => name)
  for (const events of ['takeover', 'all', 'spoor', ['login_new_place']] as const)
    assert.deepEqual(await textsFor(t, { there }, wanting(events)), [], String(events))
})

test('a conclusion without a log that tells of its parts is named, with what goes without and what to do', async (t) => {
  const [bursts, places, mail, ...others] = await textsFor(t, { there: ['access'], missing: ['exim'] }, TAKEOVER)
  assert.equal(
    bursts,
    'events: login_burst and login_after_burst are never told, so mailbox_takeover and mailbox_takeover_step go without: none of the logs that tell of this is followed and there (missing: exim_log); name one in logs, with driver: cpanel-login, cpanel-session, exim-main, dovecot, pure-ftpd, sshd.',
  )
  assert.match(places ?? '', /^events: login_new_place is never told, so mailbox_takeover and .*cpanel-login/)
  assert.match(mail ?? '', /^events: mail_burst is never told.*with driver: exim-main\.$/)
  assert.deepEqual(others, [])
})

test('one log that tells of the parts is enough, and what nobody wants is not missed', async (t) => {
  for (const source of ['login', 'session', 'dovecot']) {
    const texts = await textsFor(t, { there: ['access', source] }, TAKEOVER)
    assert.deepEqual(
      texts.filter((text) => !text.startsWith('events: mail_burst ')),
      [],
      source,
    )
  }
  assert.deepEqual(await textsFor(t, { there: ['access'] }, wanting('spoor')), [])
  assert.deepEqual(await textsFor(t, { there: ['access'] }, wanting(['forward_added', 'mailbox_burst'])), [])
})

test('what several rules conclude is named once, and not at all where one of them hears its parts', async (t) => {
  const [forwards, ...others] = await textsFor(t, { there: ['login'] }, wanting(['login', 'forward_added']))
  assert.match(forwards ?? '', /^events: forward_added is never told: /)
  assert.deepEqual(others, [])
})

test('lines that come from no file count as there', async (t) => {
  const stream = {
    source: 'login',
    option: 'logs.0.stdin',
    zone: undefined,
    kind: 'stdin',
    path: 'standard input',
  } as const
  assert.deepEqual(await textsFor(t, { there: [], streams: [stream] }, wanting(['login_new_place'])), [])
})

test('a receiver that gets nothing because of the logs is named once, with the drivers that would tell', async (t) => {
  const texts = await textsFor(t, { there: ['access'] }, wanting(['login_new_place']))
  assert.equal(texts.length, 1)
  assert.match(
    texts[0] ?? '',
    /^transmission gets no event: .*: cpanel-login, cpanel-session, cpanel-api-tokens, exim-main/,
  )
  assert.deepEqual(await textsFor(t, { there: ['access'] }, wanting(['log_gap'])), [])
  const alone = await textsFor(t, { there: ['access'] }, { receivers: [], events: ['login'] })
  assert.match(alone.join(), /^events gets no event: /)
})

test('where cPanel is, its hooks and the backstop tell of forwards and filters', async (t) => {
  const wish = wanting(['filter_found', 'forward_added'])
  assert.deepEqual(await textsFor(t, { there: ['sshd'], hasCpanel: true }, wish), [])
  assert.match((await textsFor(t, { there: ['sshd'] }, wish)).join(), /^transmission gets no event: .*cpanel-access/)
  assert.deepEqual(await textsFor(t, { there: ['sshd'] }, wanting(['filter_found'])), [
    'transmission gets no event: no log tells of this: hooks of cPanel and the backstop do where cPanel is, and a section files of mail_reports.',
  ])
})

test('where none of the logs is there that must be, this is said of the logs alone', async () => {
  const config = exampleConfig('/nowhere', { sources: ['login'] })
  assert.deepEqual(await untoldFindings({ ...config, ...TAKEOVER }, '/nowhere'), [])
})
