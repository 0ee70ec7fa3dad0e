import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { PostgresStore } from '../../../../hub/store/postgres/postgres-store.ts'
import { type Question, StoreUnavailable } from '../../../../hub/store/store.ts'
import { messageOf } from '../../../../lib/system/errors.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { POSTGRESQL_PASSWORD } from '../../../support/postgresql.ts'
import { openPostgresql, withoutServer } from '../../../support/stores.ts'

const SERVER = process.env['SPOOR_TEST_POSTGRESQL']
/** A question whose server process ends. */
const endingItself: Question<null, unknown> = {
  name: 'ending-itself',
  run: (db) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
}

const askingNothing: Question<null, unknown> = { name: 'asking-nothing', run: (db) => sql`select 1`.execute(db) }

const isAway = (error: unknown): boolean => error instanceof StoreUnavailable && error.reason === 'away'

const skip = SERVER === undefined && withoutServer()

test(
  'a connection that is lost while it is used ends nothing but its question; the next one has another',
  { skip },
  async (t) => {
    const { store } = await openPostgresql(t)
    const agent = await agentIn(store)
    await assert.rejects(store.ask(endingItself, null), isAway)
    await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
    assert.equal((await store.ask(newestEvents, { limit: 10 })).length, 1)
  },
)

test('a database that takes no connections is away, at each of its hosts', async (t) => {
  const server = createServer((socket) => void socket.on('error', () => undefined).destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const host = `127.0.0.1:${address.port}`
  const store = new PostgresStore({ url: `postgresql://spoor@${host},${host}/spoor` })
  let connections = 0
  server.on('connection', () => (connections += 1))
  await assert.rejects(store.ask(newestEvents, { limit: 1 }), isAway)
  assert.equal(connections, 2)
  await store.close()
})

test('a wrong password and none at all are told; the right one is taken, with any character', { skip }, async (t) => {
  const reasons: string[] = []
  for (const password of ['wrong', undefined, POSTGRESQL_PASSWORD]) {
    const store = new PostgresStore({ url: SERVER ?? '', password })
    t.after(() => store.close())
    const fault: unknown = await store.ask(askingNothing, null).catch((error: unknown) => error)
    reasons.push(fault instanceof StoreUnavailable && fault.reason === 'away' ? messageOf(fault.cause) : typeof fault)
  }
  assert.deepEqual(reasons, [
    'password authentication failed for user "spoor"',
    'Connection refused: the server asks for a password, and none is given',
    'object',
  ])
})
