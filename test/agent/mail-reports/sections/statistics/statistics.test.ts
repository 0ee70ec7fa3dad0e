import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { suite, test, type TestContext } from 'node:test'
import { loadConfig } from '../../../../../agent/config/load.ts'
import { PartOutput } from '../../../../../agent/mail-reports/sections/part-output.ts'
import { EventCounts } from '../../../../../agent/mail-reports/sections/statistics/event-counts.ts'
import { statisticsSection } from '../../../../../agent/mail-reports/sections/statistics/statistics.ts'
import { startAgent } from '../../../../support/agent-process.ts'
import { createLocalEvents, type LocalEvents, sealedEntry } from '../../../../support/local-events.ts'

const NOW = Date.UTC(2026, 10, 21, 7)

interface Scene extends LocalEvents {
  /** Writes the section; what it saved counts unless it is a trial. */
  readonly report: (trial?: 'trial') => Promise<{ readonly part: string; readonly said: readonly string[] }>
  readonly state: string
}

async function createScene(t: TestContext): Promise<Scene> {
  const local = await createLocalEvents(t)
  const state = join(local.folders.root, '..', 'state')
  await writeFile(
    local.config,
    [
      `followers: { login: { name: ${join(local.folders.root, '..', 'login_log')} } }`,
      `spool: { path: ${local.folders.root} }`,
      `runtime: { path: ${join(local.folders.root, '..', 'run')} }`,
      'mail_reports: [{ name: morning, mail: { from: a@example.com, to: b@example.com }, sections: [{ statistics: {} }] }]',
    ].join('\n'),
    { mode: 0o600 },
  )
  return {
    ...local,
    state,
    report: async (trial) => {
      const { config } = await loadConfig(local.config)
      const { signal } = new AbortController()
      const [stream, said] = [new PassThrough(), [] as string[]]
      const written = text(stream)
      const next = trial === undefined ? state : undefined
      const out = new PartOutput(stream, signal)
      const say = (sentence: string): void => void said.push(sentence)
      const places = { state, next, report: 'morning', section: 'statistics', configFiles: [] }
      await statisticsSection({ settings: null, config, ...places, host: 'web1', now: NOW, out, say, signal })
      stream.end()
      return { part: (await written).split('\n').slice(1).join('\n'), said }
    },
  }
}

const ANNA = { mailbox_address: 'anna@example.com' }

suite('statistics', () => {
  test('the first report counts what the spool holds, by kind, severity and mailbox', async (t) => {
    const { seal, report } = await createScene(t)
    await seal(1, [sealedEntry(['login', 'a', '08:00:00'], ANNA), sealedEntry(['login', 'b', '08:00:01'], ANNA)])
    await seal(2, [sealedEntry(['mailbox_takeover', 'c', '08:00:02'], ANNA)])
    const { part, said } = await report()
    assert.match(
      part,
      /^3 events in the spool so far: 1 \w+, 2 info; health: down\n\nKIND +SEVERITY +EVENTS\nlogin +info +2\n/,
    )
    assert.match(part, /\nMAILBOX +EVENTS ABOVE INFO\nanna@example\.com +1\n/)
    assert.match(part, /^spoor-agent .*: down$/m)
    assert.match(part, /^SOURCE +STATE/m)
    assert.match(part, /collector_not_running/)
    assert.deepEqual(said, [])
  })

  test('each event counts in one report, and in a trial in none', async (t) => {
    const { seal, report, state } = await createScene(t)
    await seal(1, [sealedEntry(['login', 'a', '08:00:00'])])
    await report('trial')
    await assert.rejects(readFile(state))
    assert.match((await report()).part, /^1 event in the spool so far: 1 info;/)
    assert.match((await report()).part, /^no events since 2026-11-21 07:00:00 \+0000; health: down\n\nspoor-agent /)
    await seal(2, [sealedEntry(['login', 'b', '09:00:00'])])
    assert.match((await report('trial')).part, /^1 event since 2026-11-21 07:00:00 \+0000: 1 info;/)
    assert.match((await report()).part, /^1 event since/)
  })

  test('a spool that was begun anew, and a state that is damaged, are said and counted from the beginning', async (t) => {
    const { seal, report, state, folders } = await createScene(t)
    await seal(7, [sealedEntry(['login', 'a', '08:00:00'])])
    await report()
    for (const folder of [folders.sealed, folders.transmitted]) await rm(join(folder, 'report.000000000007.json'))
    await seal(1, [sealedEntry(['login', 'b', '08:00:00'])])
    const anew = await report()
    assert.match(anew.part, /^1 event since 2026/)
    assert.match(anew.said.join(), /^The spool was begun anew/)
    await writeFile(state, '{"version":2}')
    const damaged = await report()
    assert.match(damaged.part, /^1 event in the spool so far/)
    assert.match(damaged.said.join(), /state cannot be understood/)
  })

  test('counts mailboxes in bounded memory, keeps those with the most, and says so', () => {
    const counts = new EventCounts(4)
    const add = (mailbox: string): void =>
      counts.add(sealedEntry(['mailbox_takeover', mailbox, '08:00:00'], { mailbox_address: mailbox }))
    for (const at of [1, 2, 3]) add(`anna@example.com`.repeat(Math.min(at, 1)))
    for (let at = 0; at < 100; at += 1) add(`m${at}@example.com`)
    assert.deepEqual(counts.mailboxes(1), [['anna@example.com', 3]])
    assert.ok(counts.mailboxes(100).length <= 4)
    assert.equal(counts.isExact, false)
    assert.equal(counts.total, 103)
  })

  test('the process of a section writes it', async (t) => {
    const { seal, config, state } = await createScene(t)
    await seal(1, [sealedEntry(['login', 'a', '08:00:00'])])
    const loaded = await loadConfig(config)
    const section = loaded.config.mailReports[0]?.sections[0]?.id
    const order = { config, report: 'morning', section, state, next: state, host: 'web1', now: NOW }
    const agent = startAgent(['report-section'], { input: JSON.stringify(order) })
    const { code, stdout, stderr } = await agent.exited
    assert.equal(code, 0, stderr)
    assert.match(
      stdout,
      /^\{"media":"text\/plain; charset=utf-8"\}\n1 event in the spool so far: 1 info; health: down\n/,
    )
    assert.deepEqual(JSON.parse(await readFile(state, 'utf8')), { version: 1, report: 1, time: NOW })
  })
})
