import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { loadHubConfig } from '../../../hub/config/load.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { chatChannel, startChat } from '../../support/alert-chat.ts'
import { AlertScene } from '../../support/alert-scene.ts'
import type { FakeApi } from '../../support/fake-api.ts'
import { createHubScene, type HubScene } from '../../support/hub-command.ts'
import { agentIn } from '../../support/kept-events.ts'
import { agentTells, notedCheck } from '../../support/noted-checks.ts'
import { ROOT } from '../../support/repository-files.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { NOW } from '../../support/stores.ts'

const DOCUMENT = readFileSync(join(ROOT, 'docs/hub/alerts.md'), 'utf8')

/** A store with incident 17, which was told over the channel `staff`. */
async function told(t: TestContext): Promise<HubScene & { readonly server: FakeApi }> {
  const server = await startChat(t)
  const lines = `${chatChannel(server).replace('chat', 'staff')}\n  rules: [{ name: all, to: staff, wait: 1s, remind: 4h }]`
  const scene = await createHubScene(t, 'alerts:', lines)
  const store = new SqliteStore({ folder: scene.store })
  await store.prepare(NOW)
  await agentTells(store, await agentIn(store), NOW, { checks: [notedCheck('imap')] })
  const alerts = await AlertScene.start(store, t, lines)
  await alerts.hears(17, 'opened')
  await alerts.passes(1)
  await store.close()
  return { ...scene, server }
}

test('alerts are listed, explained, acknowledged; channels are tested; snoozes come and go', async (t) => {
  const { run, server } = await told(t)
  assert.match(
    await run('alerts list'),
    /^1 {2}2026-11-20 08:00:01 \+0000 {2}opened by rule all, incident 17: \[spoor\] mailbox/,
  )
  assert.match(await run('alerts list', { json: true }), /^\{"id":1,"made":.*"incidents":\[17\]/)
  assert.match(await run('alerts list', { state: 'refused' }), /^No message was made that fits\.$/m)
  assert.match(await run('alerts why 17'), /Rule all: told\. It was told at 2026-11-20 08:00:01 UTC; again at/)
  assert.match(await run('alerts acknowledge 17'), /^incident 17: acknowledged\.$/m)
  assert.match(
    (await run('alerts why 17')).replaceAll(/\s+/g, ' '),
    / takes care, so only what is worse, and the end, is told\./,
  )
  assert.match(await run('alerts test staff'), /: delivered: HTTP 200: ok$/m)
  assert.equal(Object(server.requests.at(-1)?.json).subject, '[spoor] Test')
  const snoozed = await run('alerts snooze mailbox ANN@example.com', { for: '2h', reason: 'holiday' })
  assert.match(snoozed, /^snooze 1: mailbox ann@example\.com until /)
  assert.match(await run('alerts snoozes', { json: true }), /"which":"ann@example\.com".*"reason":"holiday"/)
  assert.match(
    await run('alerts snooze host web1.example.com'),
    /^snooze 2: host web1\.example\.com \(blind_spot, outage, expiry only\) until /,
  )
  assert.match(await run('alerts snooze host web1.example.com', { kind: 'all' }), /^snooze 3: host web1\S+ until /)
  const some = await run('alerts snooze host web1.example.com', { kind: 'outage,attack' })
  assert.match(some, /^snooze 4: host web1\S+ \(outage, attack only\) until /)
  for (const id of [2, 3, 4]) await run(`alerts unsnooze ${id}`)
  assert.match(await run('alerts unsnooze 1'), /^snooze 1: ended\.$/m)
  assert.match(await run('alerts snoozes'), /^Nothing is snoozed\.$/m)
})

test('what cannot be is said in one sentence', async (t) => {
  const { run, server } = await told(t)
  const fails = (words: string, sentence: RegExp, options = {}): Promise<void> =>
    assert.rejects(run(words, options), sentence)
  await fails('alerts why 18', /There is no incident 18/)
  await fails('alerts why 1.nothing', /There is no event 1\.nothing/)
  await fails('alerts acknowledge x', /is no number of an incident/)
  await fails('alerts test chat', /The configuration has no channel chat; write staff$/)
  await fails('alerts unsnooze 9', /There is no snooze 9 in force/)
  await fails('alerts snooze host web1.example.com', /duration of at most a year/, { for: 'ever' })
  await fails('alerts snooze host web1.example.com', /A snooze lasts 90 days at most/, { for: '91d' })
  await fails('alerts snooze host web2.example.com', /There is no host web2\.example\.com, so nothing is snoozed$/)
  await fails('alerts snooze service web1.example.com', /A service is snoozed by its host and the name of the check/)
  await fails(
    'alerts snooze service web1.example.com:imaps',
    /There is no service web1\S+:imaps, so nothing is snoozed$/,
  )
  await fails('alerts snooze host web1.example.com', /"storm" is no kind; write compromise, /, { kind: 'attack,storm' })
  await fails('alerts snooze rule al', /There is no rule al, so nothing is snoozed$/)
  await fails('alerts snooze weather rain', /is no thing to snooze; write rule, incident/)
  await fails('alerts list', /limit "0": write a whole number from 1 to 1000/, { limit: '0' })
  server.otherwise = { status: 500 }
  await fails('alerts test staff', /HTTP 500/)
})

test('check reads what channels need, and tries the way to them; status says what waits', async (t) => {
  const server = await startChat(t)
  const scene = await createHubScene(t, 'alerts:', chatChannel(server).replace('/hook', '/hook?a'))
  assert.match(await scene.run('check'), /the configuration is valid/)
  assert.equal(server.requests.length, 0)
  const secret = await createHubScene(
    t,
    'alerts:',
    chatChannel(server).replace('allow:', `secret_file: ${scene.folder}/none, allow:`),
  )
  await assert.rejects(secret.run('check'), /alerts\.channels\.chat: .*none/)
  await server.close()
  await assert.rejects(scene.run('check'), /alerts\.channels\.chat: .*ECONNREFUSED/)
})

test('every command of docs/hub/alerts.md works', async (t) => {
  const { run } = await told(t)
  const blocks = [...DOCUMENT.matchAll(/^```sh\n([^]*?)```/gm)].flatMap(([, block = '']) => block.split('\n'))
  const commands = blocks.filter((line) => line.startsWith('spoor-hub alerts '))
  assert.ok(commands.length > 8)
  for (const command of commands) {
    const typed = [...command.matchAll(/ --(\w+) (?:"([^"]*)"|(\S+))/g)]
    const options = typed.map(([, name = '', quoted, word]) => [name, quoted ?? word] as const)
    const words = command.replaceAll(/^spoor-hub | --.*$/g, '').replace('unsnooze 3', 'unsnooze 1')
    assert.notEqual(await run(words, Object.fromEntries(options)), '', command)
  }
})

test('every example of a configuration in docs/hub/alerts.md is valid', async (t) => {
  const examples = [...DOCUMENT.matchAll(/^```yaml\n([^]*?)```/gm)].map(([, example = '']) => example)
  assert.ok(examples.length >= 3)
  for (const example of examples) {
    const file = join(await temporaryFolder(t), 'hub.yml')
    await writeFile(file, example, { mode: 0o600 })
    assert.ok(Object.keys((await loadHubConfig(file)).alerts.channels).length > 0)
  }
})
