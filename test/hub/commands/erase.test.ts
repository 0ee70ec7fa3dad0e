import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { createHubScene } from '../../support/hub-command.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'

test('erase says first what it would do, then does it, and names nobody in the audit log', async (t) => {
  const hub = await createHubScene(t)
  const store = new SqliteStore({ folder: hub.store })
  t.after(() => store.close())
  await hub.run('people list')
  const agent = await agentIn(store)
  const other = eventOf(agent, 'other', { mailbox: 'bob@example.com' })
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a'), eventOf(agent, 'b'), other]))
  await assert.rejects(hub.run('erase mailbox Ann@example.com'), {
    exitCode: 2,
    message: /^ann@example\.com: 2 events and 0 incidents would be erased/,
  })
  assert.equal((await store.ask(newestEvents, { limit: 9 })).length, 3)
  const said = await hub.run('erase mailbox Ann@example.com', { yes: true })
  assert.match(said, /^Erased: 2 events, 0 incidents, /)
  assert.match(said, /gone from the files/)
  assert.match(said, /stays in backups/)
  assert.deepEqual(
    (await store.ask(newestEvents, { limit: 9 })).map(({ id }) => id),
    ['other'],
  )
  const log = await hub.run('audit')
  assert.match(log, /mailbox_erased\s+mailbox [0-9a-f]{16}/)
  assert.doesNotMatch(log, /ann@/)
  const again = JSON.parse(await hub.run('erase mailbox ann@example.com', { yes: true, json: true }))
  assert.deepEqual([again.events, again.naming_events, typeof again.scrubbed], [0, 0, 'boolean'])
})

test('only an address can be erased: another word stands in any text', async (t) => {
  const hub = await createHubScene(t)
  for (const wrong of ['ann', '@example.com', 'ann@localhost', 'ann@@example.com', '%@%'])
    await assert.rejects(hub.run(`erase mailbox ${wrong}`, { yes: true }), { exitCode: 2, message: /is no address/ })
})
