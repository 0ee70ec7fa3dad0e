import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test, type TestContext } from 'node:test'
import { checks } from '../../../hub/commands/checks.ts'
import { addAgent } from '../../../hub/store/change/add-agent.ts'
import { noteStatus } from '../../../hub/store/change/note-status.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { notedCheck, type NotedCheck } from '../../support/checked-scene.ts'
import { createHubScene, type HubScene } from '../../support/hub-command.ts'
import { BY } from '../../support/people.ts'

const IO = { stdin: new PassThrough(), stderr: new PassThrough(), signal: new AbortController().signal }

const NOW = Math.floor(Date.now() / 1000)

async function tell(hub: HubScene, agent: number, its: readonly NotedCheck[], at = NOW): Promise<void> {
  const store = new SqliteStore({ folder: hub.store })
  const said = { status: '{}', version: '0.2.0', health: 'healthy', lag: 0, unread: null }
  await store.change(noteStatus, { agent, at, ...said, checks: its })
  await store.close()
}

/** web1 has a service that is down, web2 one that is late, web3 checks nothing. */
async function fleet(t: TestContext): Promise<HubScene> {
  const hub = await createHubScene(t)
  for (const name of ['web1', 'web2', 'web3']) await hub.run(`agents add ${name}.example.com`)
  const down = { state: 'down', since: NOW - 900, finding: 'connection refused', certificate: NOW + 11 * 86_400 + 60 }
  await tell(hub, 1, [notedCheck('imap', NOW, down), notedCheck('smtp', NOW)])
  await tell(hub, 2, [
    notedCheck('site', NOW, { state: 'late', finding: 'after 2 s' }),
    notedCheck('ftp', NOW, { state: 'off' }),
  ])
  return hub
}

test('what is not up is shown, with what it found, and how many checks are how', async (t) => {
  const hub = await fleet(t)
  const text = (await hub.run('checks')).replaceAll(/\n? +/g, ' ')
  assert.match(text, /^HOST CHECK STATE FOR CERTIFICATE FOUND$/m)
  assert.match(text, /^web1\.example\.com imap down 15 min 11 days connection refused$/m)
  assert.match(text, /^web2\.example\.com site late 12 d - after 2 s$/m)
  assert.match(text, /^4 checks: 1 down, 1 late, 1 up, 1 off\.$/m)
  assert.doesNotMatch(text, /smtp|ftp/)
  assert.match(await hub.run('checks', { all: true }), /web1\.example\.com +smtp +up.*web2\.example\.com +ftp +off/s)
})

test('one host alone is shown by its name', async (t) => {
  const hub = await fleet(t)
  assert.doesNotMatch(await hub.run('checks web2.example.com', { all: true }), /web1/)
  assert.match(await hub.run('checks web3.example.com'), /^Nothing is checked; write checks into the configuration/)
  await assert.rejects(hub.run('checks web9.example.com'), /no server is enrolled as web9\.example\.com/)
})

test('of a silent host nobody knows how its checks are', async (t) => {
  const hub = await fleet(t)
  const store = new SqliteStore({ folder: hub.store })
  const kept = { host: 'web4.example.com', label: '', identifier: 'web4', digest: 'd', now: NOW - 9 * 86_400, by: BY }
  const agent = await store.change(addAgent, kept)
  await store.close()
  await tell(hub, agent, [notedCheck('imap', NOW, { state: 'down' })], NOW - 86_400)
  const text = (await hub.run('checks web4.example.com')).replaceAll(/\n? +/g, ' ')
  assert.match(text, /^web4\.example\.com imap unknown 24 h - its host is silent; it was down$/m)
})

test('the exit code says whether anything is down', async (t) => {
  const hub = await fleet(t)
  const codeOf = (...words: readonly string[]): Promise<number> | number =>
    checks.run(words, { config: hub.config, json: true }, { ...IO, stdout: new PassThrough().resume() })
  assert.equal(await codeOf(), 1)
  assert.equal(await codeOf('web1.example.com'), 1)
  assert.equal(await codeOf('web2.example.com'), 0)
})

test('as JSON there is one line for each check, named as in the API', async (t) => {
  const hub = await fleet(t)
  const lines = (await hub.run('checks', { json: true }))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ host, check, state, silent }) => [host, check, state, silent]),
    [
      ['web1.example.com', 'imap', 'down', false],
      ['web2.example.com', 'site', 'late', false],
    ],
  )
})

test('no cell fills the screen or steers the terminal, whatever an agent tells', async (t) => {
  const hub = await fleet(t)
  await tell(hub, 3, [notedCheck('imap', NOW, { state: 'down', finding: `\u001B[2J${'x'.repeat(190)}` })])
  const text = await hub.run('checks web3.example.com')
  assert.ok(!text.includes('\u001B'))
})
