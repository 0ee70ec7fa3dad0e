import assert from 'node:assert/strict'
import { appendFileSync, chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { takeLock } from '../../../lib/system/processes/lock.ts'
import { userNamed } from '../../../lib/system/users/passwd.ts'
import { type Ended, spawnAgent } from '../../support/agent-process.ts'
import { type FakeMailServer, startFakeMailServer } from '../../support/fake-mail-server.ts'

/** A host with one report of one log, and a mail server. */
interface ReportHost {
  readonly server: FakeMailServer
  readonly state: string
  /** Adds lines to the log. */
  readonly log: (...lines: readonly string[]) => void
  readonly type: (...words: readonly string[]) => Promise<Ended>
}

async function reportHost(t: TestContext, every = ''): Promise<ReportHost> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-mail-report-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  const server = await startFakeMailServer()
  t.after(() => server.close())
  const [file, log, state] = ['spoor.yml', 'log', 'state'].map((name) => join(folder, name))
  if (file === undefined || log === undefined || state === undefined) throw new Error('three names')
  writeFileSync(log, '')
  writeFileSync(
    file,
    `
mail_reports:
  - name: morning
    ${every}
    mail: { from: spoor@example.com, to: anna@example.com, port: ${server.port} }
    sections:
      - unusual: { log: ${log}, start: beginning, ignore: ['known @int'] }
`,
    { mode: 0o640 },
  )
  // Of root's runs the sections' processes belong to another user, who reads the configuration as its group.
  const user = process.geteuid?.() === 0 ? (userNamed('spoor') ?? userNamed('nobody')) : undefined
  if (user !== undefined) chownSync(file, 0, user.gid)
  return {
    server,
    state,
    log: (...lines) => appendFileSync(log, lines.map((line) => `${line}\n`).join('')),
    type: (...words) => spawnAgent(['mail-report', ...words, '--config', file, '--state', state]).exited,
  }
}

/** The text of the first part of a mail that is in base64. */
function partOf({ data }: { readonly data: string }): string {
  const [, body = ''] = /base64\r\n\r\n([\w+/=\r\n]*)/.exec(data) ?? []
  return Buffer.from(body, 'base64').toString()
}

test('a report tells what is new since the last one, and with nothing new there is no mail', async (t) => {
  const host = await reportHost(t)
  host.log('known 1', 'odd one')
  assert.deepEqual(await host.type('run', 'morning'), {
    code: 0,
    signal: null,
    stdout: 'morning: made, 1 mail.\n',
    stderr: '',
  })
  host.log('known 2')
  assert.equal((await host.type('run', 'morning')).stdout, 'morning: nothing to tell.\n')
  host.log('odd two')
  await host.type('run', 'morning')
  assert.deepEqual(
    host.server.mails.map((mail) => partOf(mail).match(/odd \w+/)?.[0]),
    ['odd one', 'odd two'],
  )
})

test('a dry run prints the mail and moves nothing', async (t) => {
  const host = await reportHost(t)
  host.log('odd one')
  const { code, stdout, stderr } = await host.type('run', 'morning', '--dry-run', '--debug')
  assert.equal(code, 0, stderr)
  assert.match(stdout, /odd one/)
  assert.match(stderr, /^A mail from spoor@example\.com to anna@example\.com by 127\.0\.0\.1:\d+, in clear$/m)
  assert.equal(host.server.mails.length, 0)
  await host.type('run', 'morning')
  assert.match(partOf(host.server.mails[0] ?? { data: '' }), /odd one/)
})

test('the timer makes a new report at once, and not again before its time; mails that wait are no failure', async (t) => {
  const host = await reportHost(t, 'every: weekly on monday at 00:00')
  host.log('odd one')
  host.server.does = (line) => (line === 'CONNECT' ? '421 4.3.2 away' : undefined)
  const first = await host.type('run', '--due')
  assert.deepEqual([first.code, first.stdout.split('\n')[0]], [0, 'morning: made, 1 mail.'])
  host.log('odd two')
  assert.doesNotMatch((await host.type('run', '--due')).stdout, /made/)
  const [listed = ''] = (await host.type('list', '--json')).stdout.split('\n')
  assert.match(listed, /"waiting":\["anna@example\.com"\]/)
  host.server.does = () => undefined
  assert.equal((await host.type('run', 'morning')).code, 0)
  assert.deepEqual(
    host.server.mails.map((mail) => partOf(mail).match(/odd \w+/)?.[0]),
    ['odd one', 'odd two'],
  )
})

test('what is refused stands in the list until somebody drops it', async (t) => {
  const host = await reportHost(t)
  host.log('odd one')
  host.server.does = (line) => (line.includes('anna@') ? '550 5.1.1 no such user' : undefined)
  const { code, stderr } = await host.type('run', 'morning')
  assert.equal(code, 1)
  assert.match(stderr, /mail_report_refused: A mail of the report morning is refused for good: anna@example\.com/)
  assert.match((await host.type('list')).stdout, /^refused +anna@example\.com: The mail server refuses/m)
  assert.match((await host.type('drop', 'morning')).stdout, /^Would be dropped with --yes: 1 report\.$/m)
  assert.match((await host.type('drop', 'morning', '--yes')).stdout, /^Dropped: 1 report\.$/m)
  assert.doesNotMatch((await host.type('list')).stdout, /refused/)
  assert.deepEqual(readdirSync(join(host.state, 'morning/outbox')), [])
})

test('while one run is at it, another one says so, and the timer leaves it alone', async (t) => {
  const host = await reportHost(t, 'every: hourly')
  await host.type('list')
  await host.type('run', '--due')
  const lock = await takeLock(join(host.state, 'morning'), 'report')
  const { code, stderr } = await host.type('run', 'morning')
  assert.equal(code, 75, stderr)
  assert.equal((await host.type('run', '--due')).code, 0)
  await lock.release()
})

test('what is typed wrongly is named', async (t) => {
  const host = await reportHost(t)
  for (const [words, sentence] of [
    [['run'], /name one report, or give --due/],
    [['run', 'evening'], /there is no report "evening"; mail_reports has morning/],
    [['run', '--due', '--dry-run'], /--dry-run wants the name of a report/],
    [['drop'], /name one report/],
    [['list', 'morning'], /it takes no name/],
  ] as const) {
    const { code, stderr } = await host.type(...words)
    assert.equal(code, 2)
    assert.match(stderr, sentence)
  }
})
