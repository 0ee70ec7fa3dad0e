import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { entryNow } from '../../support/enrolled-agent.ts'
import { createHubScene } from '../../support/hub-command.ts'
import { agentIn, arrivalOf } from '../../support/kept-events.ts'

test('what is in quarantine is listed with the reason, and taken once its host has that name', async (t) => {
  const hub = await createHubScene(t)
  assert.equal(await hub.run('quarantine list'), 'There is no such entry in quarantine.\n')
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  const agent = await agentIn(store)
  const received = Math.floor(Date.now() / 1000)
  const entry = JSON.stringify({ ...entryNow('a', { time: received, host: 'web9.example.com' }) })
  const quarantined = [
    { reason: 'foreign_host', detail: 'Its host is none.', entry },
    { reason: 'invalid', detail: 'It has no time.', entry: '{"a":"\u001b[2J"}' },
  ] as const
  await store.keep(arrivalOf(agent, [], { received, quarantined }))
  const listed = await hub.run('quarantine list')
  assert.match(listed, /^WHEN +AGENT OF +REASON[^]* web1\.example\.com +invalid[^]*foreign_host/)
  assert.ok(!listed.includes('\u001b'))
  const one = JSON.parse(await hub.run('quarantine list', { json: true, reason: 'foreign_host' }))
  assert.deepEqual([one.host, one.entry, one.at], ['web1.example.com', entry, received])
  assert.equal(await hub.run('quarantine take'), '0 entries taken as events; 2 entries cannot be taken yet.\n')
  await hub.run('agents rename web1.example.com web9.example.com')
  const host = 'web9.example.com'
  assert.deepEqual(JSON.parse(await hub.run('quarantine take', { json: true, host })), { taken: 1, left: 1 })
  assert.equal(await hub.run('quarantine list', { reason: 'foreign_host' }), 'There is no such entry in quarantine.\n')
})

test('what cannot be asked of quarantine is said in a sentence', async (t) => {
  const hub = await createHubScene(t)
  for (const [options, message] of [
    [{ limit: '0' }, /^--limit/],
    [{ reason: 'bad' }, /^"bad" is no reason; write foreign_host/],
  ] as const)
    await assert.rejects(hub.run('quarantine list', options), { exitCode: 2, message })
  await assert.rejects(hub.run('quarantine take', { host: 'web9.example.com' }), /There is no host web9/)
})
