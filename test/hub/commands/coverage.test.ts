import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { coverage } from '../../../hub/commands/coverage.ts'
import { noteStatus } from '../../../hub/store/change/note-status.ts'
import { noteUnseen } from '../../../hub/store/change/note-unseen.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { HEALTHY } from '../../support/healthy-status.ts'
import { createHubScene, type HubScene } from '../../support/hub-command.ts'

const IO = { stdin: new PassThrough(), stderr: new PassThrough(), signal: new AbortController().signal }

/** Three hosts: web1 sees login_log, web2 does not tell what it sees but reports late; web3 was just enrolled. */
async function fleet(t: Parameters<typeof createHubScene>[0]): Promise<HubScene> {
  const hub = await createHubScene(t)
  for (const name of ['web1', 'web2', 'web3']) await hub.run(`agents add ${name}.example.com`)
  const store = new SqliteStore({ folder: hub.store })
  const now = Math.floor(Date.now() / 1000)
  const said = { version: '0.3.0', health: 'healthy', unread: null }
  const sources = [{ source: 'login', path: '/logs/login_log', lines: 1, unrecognised: 0, events: 0 }]
  const status = { ...HEALTHY, sources, tells: [{ source: 'login', kinds: ['login', 'login_failed'] }] }
  await store.change(noteStatus, { ...said, agent: 1, at: now, lag: 0, status: JSON.stringify(status) })
  const late = JSON.stringify({ ...HEALTHY, lag: 7200 })
  await store.change(noteStatus, { ...said, agent: 2, at: now, lag: 7200, status: late })
  const event = { time: now - 60, id: 'a', received: now, kind: 0, context: 0, severity: 0, service: null, agent: 1 }
  await store.keep({
    agent: 1,
    received: now,
    events: [{ ...event, mailbox: null, ip: null, fields: '{}' }],
    quarantined: [],
    stale: 0,
    seen: [{ kind: 0, log: '/logs/login_log', time: now - 60 }],
  })
  await store.close()
  return hub
}

test('what is not well is shown host by host, and how much is', async (t) => {
  const hub = await fleet(t)
  const text = (await hub.run('coverage')).replaceAll(/\n? +/g, ' ')
  assert.match(text, /^HOST SOURCE PATH SEEN SINCE WHY$/m)
  assert.match(text, /^web2\.example\.com \(all\) late 2 h ago its oldest report has waited there for 2 h$/m)
  assert.match(text, /^3 hosts: 1 late, 1 unknown, 1 seen\. Sources: 1 seen\.$/m)
  assert.doesNotMatch(text, /web1/)
  assert.match(await hub.run('coverage', { all: true }), /web1\.example\.com +login +\/logs\/login_log +seen/)
})

test('of one host every kind is shown with when it was seen last, and how many never', async (t) => {
  const hub = await fleet(t)
  const text = (await hub.run('coverage web1.example.com')).replaceAll(/ +/g, ' ')
  assert.match(text, /^web1\.example\.com is seen; heard \d+ s ago$/m)
  assert.match(text, /^login \/logs\/login_log login seen \d+ s ago$/m)
  assert.match(text, /^login \/logs\/login_log login_failed quiet$/m)
  assert.match(text, /^\d+ kinds that nothing there tells; --all names them\.$/m)
  assert.match(await hub.run('coverage web1.example.com', { all: true }), /^never: .*mailbox_takeover/m)
  await assert.rejects(hub.run('coverage web9.example.com'), /no host is enrolled as web9\.example\.com/)
})

test('no cell is empty or fills the screen, whatever an agent calls its logs', async (t) => {
  const hub = await fleet(t)
  const store = new SqliteStore({ folder: hub.store })
  const now = Math.floor(Date.now() / 1000)
  const log = { source: 'login', lines: 1, unrecognised: 0, events: 0 }
  const sources = [{ ...log, path: `/logs/${'x'.repeat(900)}` }]
  const status = JSON.stringify({ ...HEALTHY, sources, tells: [] })
  await store.change(noteStatus, {
    version: '0.3.0',
    health: 'healthy',
    lag: 0,
    unread: null,
    agent: 3,
    at: now,
    status,
  })
  await store.close()
  const text = (await hub.run('coverage web3.example.com')).replaceAll(/\n? +/g, ' ')
  assert.match(text, /^login \/logs\/x{153}… \(none yet\) never$/m)
  assert.match(await hub.run('coverage', { all: true, json: true }), /x{900}/)
})

test('the exit code says whether anything is blind', async (t) => {
  const hub = await fleet(t)
  const codeOf = (...words: readonly string[]): Promise<number> | number =>
    coverage.run(words, { config: hub.config, json: true }, { ...IO, stdout: new PassThrough().resume() })
  assert.equal(await codeOf(), 0)
  const store = new SqliteStore({ folder: hub.store })
  const row = { agent: 1, source: 'login', path: '/logs/login_log', problem: 'is not there', told: null, seen: null }
  await store.change(noteUnseen, { noted: [{ ...row, since: 5, times: 0 }], forgotten: [] })
  await store.close()
  assert.equal(await codeOf(), 1)
  assert.equal(await codeOf('web1.example.com'), 1)
  assert.equal(await codeOf('web2.example.com'), 0)
})

test('as JSON there is one line for each host', async (t) => {
  const hub = await fleet(t)
  const lines = (await hub.run('coverage', { all: true, json: true })).trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).host),
    ['web1.example.com', 'web2.example.com', 'web3.example.com'],
  )
})
