import assert from 'node:assert/strict'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { sql } from 'kysely'
import { Client } from 'pg'
import { agentOfCredential } from '../../../../hub/store/ask/agent-of-credential.ts'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { addAgent } from '../../../../hub/store/change/add-agent.ts'
import { ServedPostgres } from '../../../../hub/store/postgres/served-postgres.ts'
import { DAY, dayOf, segmentName } from '../../../../hub/store/segment-days.ts'
import { type Question, StoreUnavailable } from '../../../../hub/store/store.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { niceValues } from '../../../support/nice-values.ts'
import { BY } from '../../../support/people.ts'
import { urlWithPassword } from '../../../support/postgresql.ts'
import { ROOT } from '../../../support/repository-files.ts'
import { emptySchema, NOW, withoutServer } from '../../../support/stores.ts'

const SERVER = process.env['SPOOR_TEST_POSTGRESQL']
const skip = SERVER === undefined && withoutServer()

interface Scene {
  readonly store: ServedPostgres
  /** What the connections of the store are called. */
  readonly name: string
  /** Another connection to the same schema. */
  readonly other: Client
}

/** A store in a schema of its own, opened as the hub does. */
async function served(t: TestContext): Promise<Scene> {
  const { url, password, schema: name } = await emptySchema(t)
  const other = new Client({ connectionString: urlWithPassword(url) })
  await other.connect()
  t.after(() => other.end())
  await other.query(`set search_path = ${name}`)
  const options = { url: `${url}&application_name=${name}`, password, schema: name }
  const opening = { now: NOW, onMade: (): void => undefined }
  return { store: await ServedPostgres.open(options, join(ROOT, 'hub/main.ts'), opening), name, other }
}

test('in PostgreSQL a thread of its own writes, and what it wrote is read at once', { skip }, async (t) => {
  const { store } = await served(t)
  const host = 'web1.example.com'
  const wanted = { host, label: '', identifier: 'A1', digest: 'd', now: NOW, by: BY }
  const agent = await store.change(addAgent, wanted)
  const credential = { agent, hosts: [host], digests: ['d'] }
  assert.deepEqual(await store.ask(agentOfCredential, { identifier: 'A1', now: NOW }), credential)
  await assert.rejects(store.change(addAgent, wanted), /duplicate key value/)
  const reports = Array.from({ length: 20 }, (_, index) => arrivalOf(agent, [eventOf(agent, `e${index}`)]))
  const kept = await Promise.all(reports.map((report) => store.keep(report)))
  assert.ok(new Set(kept.map(({ arrival }) => arrival)).size < 20, 'reports that wait share a commit')
  assert.equal((await store.ask(newestEvents, { limit: 100 })).length, 20)
  const nicer = niceValues().filter((nice) => nice !== getPriority())
  assert.deepEqual(nicer, [Math.min(19, getPriority() + 4)], 'of a busy processor the writer gets less')
  await store.close()
  await assert.rejects(store.keep(arrivalOf(agent, [])), StoreUnavailable)
})

test('days that the writer dropped it makes anew', { skip }, async (t) => {
  const { store, other } = await served(t)
  const agent = await agentIn(store)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'before')]))
  assert.ok((await store.dropBefore(NOW + DAY)) > 0)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'after')]))
  await store.prepareDays(NOW)
  const { rows } = await other.query(`select id, tableoid::regclass::text as segment from event`)
  assert.deepEqual(rows, [{ id: 'after', segment: segmentName(dayOf(NOW)) }])
  await store.close()
})

test('what the writer was asked before it is closed is answered', { skip }, async (t) => {
  const { store } = await served(t)
  const agent = await agentIn(store)
  const kept = store.keep(arrivalOf(agent, [eventOf(agent, 'last')]))
  const [{ isNew }] = await Promise.all([kept, store.close()])
  assert.deepEqual(isNew, [true])
})

const connection: Question<null, number> = {
  name: 'connection',
  run: async (db) => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid ?? 0,
}

test('when the writer loses the database, the reader gives up its connections, too', { skip }, async (t) => {
  const { store, name, other } = await served(t)
  const agent = await agentIn(store)
  const read = await store.ask(connection, null)
  assert.equal(await store.ask(connection, null), read)
  await other.query('begin; lock table event')
  const kept = store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  const waiting = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = $1 and wait_event_type = 'Lock'`
  while ((await other.query(waiting, [name])).rows.length === 0);
  await assert.rejects(kept, { name: 'StoreUnavailable', reason: 'away' })
  await other.query('rollback')
  assert.notEqual(await store.ask(connection, null), read)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  assert.equal((await store.ask(newestEvents, { limit: 10 })).length, 1)
  await store.close()
})

/** The first commit collides; a sequence counts what is rolled back, too. */
const COLLIDING = `create sequence tries;
  create function collide() returns trigger language plpgsql as $$ begin
    if nextval('tries') = 1 then raise exception 'collision' using errcode = '40001'; end if;
    return new; end $$;
  create trigger colliding before update on counter for each row execute function collide()`

test('collisions of the writer are those of the store', { skip }, async (t) => {
  const { store, other } = await served(t)
  const agent = await agentIn(store)
  assert.equal(store.collisions, 0)
  await other.query(COLLIDING)
  assert.deepEqual((await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))).isNew, [true])
  assert.equal(store.collisions, 1)
  await store.close()
})
