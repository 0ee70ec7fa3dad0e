import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { foundAlerts } from '../../../../hub/store/ask/found-alerts.ts'
import type { Change } from '../../../../hub/store/store.ts'
import { CHAT_RULE, chatChannel, startChat } from '../../../support/alert-chat.ts'
import { AlertScene } from '../../../support/alert-scene.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

/** More incidents of four alerts than a statement of either store takes values. */
const EACH = 17_000

const addJoined: Change<null, number> = {
  name: 'test-add-joined',
  run: async (db) => {
    const values = { incident: null, rule: '', reason: 'joined', made: NOW, message: '{}' }
    const { id } = await db.insertInto('alert').values(values).returning('id').executeTakeFirstOrThrow()
    await sql`insert into alert_incident (alert, incident, place)
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(EACH)})
      select ${sql.lit(id)}, n, case when n <= 200 then 201 - n end from numbers`.execute(db)
    return id
  },
}

testOnStores('of alerts that join any number of incidents the first are named and all are counted', async (store) => {
  const ids = []
  for (let count = 0; count < 4; count += 1) ids.unshift(await store.change(addJoined, null))
  const found = await store.ask(foundAlerts, { limit: 1000 })
  assert.deepEqual(
    found.map(({ alert, count }) => [alert.id, count]),
    ids.map((id) => [id, EACH]),
  )
  for (const { incidents } of found)
    assert.deepEqual(
      incidents,
      Array.from({ length: 20 }, (_, index) => 200 - index),
    )
  const [last] = await store.ask(foundAlerts, { incident: EACH, limit: 1 })
  assert.equal(last?.alert.id, ids[0], 'an alert is found by an incident that it only counts, too')
})

testOnStores('alerts are paged by state and channel, each once however many recipients it has', async (store, t) => {
  const server = await startChat(t)
  const mail = 'mail: { from: spoor@example.com, to: [anna@example.com, duty@example.com], port: 9 }, per_hour: 60'
  const chat = chatChannel(server, ', per_hour: 60').replace('{ chat:', `{ staff: { ${mail} }, chat:`)
  const scene = await AlertScene.start(store, t, `${chat}\n${CHAT_RULE.replace('chat', '[chat, staff]')}`)
  server.script.push({ status: 200 }, { status: 404 }, { status: 200 }, { status: 404 })
  for (const id of [1, 2, 3, 4]) await scene.hears(id, 'opened', {}, `web${id}.example.com`)
  await scene.passes(60)
  const pages = async (filter: object): Promise<readonly (readonly number[])[]> => {
    const found: number[][] = []
    for (let before: number | undefined; ;) {
      const page = await store.ask(foundAlerts, { ...filter, limit: 2, ...(before === undefined ? {} : { before }) })
      if (page.length === 0) return found
      found.push(page.flatMap(({ incidents }) => incidents))
      before = page.at(-1)?.alert.id
    }
  }
  assert.deepEqual(await pages({ state: 'refused' }), [[4, 2]])
  assert.deepEqual(await pages({ state: 'waiting' }), [
    [4, 3],
    [2, 1],
  ])
  assert.deepEqual(await pages({ state: 'waiting', channel: 'chat' }), [])
  assert.deepEqual(await pages({ state: 'delivered', channel: 'chat', rule: 'all' }), [[3, 1]])
  assert.deepEqual(await pages({ channel: 'chat' }), [
    [4, 3],
    [2, 1],
  ])
  assert.deepEqual(await pages({ state: 'delivered', incident: 3 }), [[3]])
})
