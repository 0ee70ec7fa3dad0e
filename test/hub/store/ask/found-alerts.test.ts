import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { foundAlerts } from '../../../../hub/store/ask/found-alerts.ts'
import type { Change } from '../../../../hub/store/store.ts'
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
