import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { nextArrivals } from '../../../../hub/store/ask/next-arrivals.ts'
import type { Tables } from '../../../../hub/store/tables.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { urlWithPassword } from '../../../support/postgresql.ts'
import { NOW, openPostgresql, withoutServer } from '../../../support/stores.ts'

const DAY = 86_400
const SERVER = process.env['SPOOR_TEST_POSTGRESQL']

/** A database of some weeks, and how it finds what is asked. */
async function planned(t: TestContext): Promise<(ask: (db: Kysely<Tables>) => Promise<unknown>) => Promise<string>> {
  const { store, schema } = await openPostgresql(t)
  const agent = await agentIn(store)
  const times = Array.from({ length: 20_000 }, (_, index) => NOW - (index % 20) * DAY - index)
  const events = times.map((time, index) =>
    eventOf(agent, `e${index}`, { time, kind: index % 40, mailbox: `m${index % 900}`, ip: `192.0.2.${index % 256}` }),
  )
  await store.keep(arrivalOf(agent, events))
  const pool = new Pool({ connectionString: urlWithPassword(SERVER ?? ''), max: 1 })
  t.after(() => pool.end())
  await pool.query(`set search_path = ${schema}`)
  await pool.query('analyze event')
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void (isOwn(query.sql) && queries.push(query)),
  })
  const queries: { readonly sql: string; readonly parameters: readonly unknown[] }[] = []
  const isOwn = (text: string): boolean => !text.startsWith('explain')
  return async (ask) => {
    queries.length = 0
    await ask(db)
    const plans = []
    for (const query of queries) {
      const { rows } = await pool.query(`explain (costs off) ${query.sql}`, [...query.parameters])
      plans.push(...rows.map((row: Record<string, string>) => row['QUERY PLAN']))
    }
    return plans.join('\n')
  }
}

/** What is asked, and the columns of the index that answers in each partition. */
const ASKED: readonly (readonly [filter: object, index: string])[] = [
  [{}, 'time_id'],
  [{ before: { time: NOW + DAY, id: '' } }, 'time_id'],
  [{ kinds: [7] }, 'kind_time'],
  [{ kinds: [7, 8] }, 'kind_time'],
  [{ mailbox: 'm7' }, 'mailbox_time'],
  [{ ip: '192.0.2.7' }, 'ip_time'],
]

test(
  'PostgreSQL finds the newest events by an index of each partition',
  { skip: SERVER === undefined && withoutServer() },
  async (t) => {
    const planOf = await planned(t)
    for (const [filter, index] of ASKED) {
      const plan = await planOf((db) => newestEvents.run(db, { ...filter, limit: 100 }))
      assert.match(plan, new RegExp(`event_\\d{8}_${index}_idx`), plan)
      // The days that come are empty.
      const whole = [...plan.matchAll(/Seq Scan on event_(\d{8})/g)].filter(([, day = '']) => day <= '20261120')
      assert.deepEqual(whole, [], plan)
    }
    const wanted = { after: 0, kinds: [7, 8], enough: 9 }
    assert.match(await planOf((db) => nextArrivals.run(db, wanted)), /event_\d{8}_arrival_idx/)
  },
)
