import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { countsByHour } from '../../../../hub/store/ask/counts-by-hour.ts'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { storeContents } from '../../../../hub/store/ask/store-contents.ts'
import { Lease } from '../../../../hub/store/lease.ts'
import { cancelMove } from '../../../../hub/store/move/cancel-move.ts'
import { copiedTables } from '../../../../hub/store/move/copied-tables.ts'
import { type Move, moveStore } from '../../../../hub/store/move/move-store.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import { PostgresStore } from '../../../../hub/store/postgres/postgres-store.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import { type Question, type Store, StoreUnavailable } from '../../../../hub/store/store.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { POSTGRESQL_PASSWORD } from '../../../support/postgresql.ts'
import { emptySchema, NOW, withoutServer } from '../../../support/stores.ts'

const DAY = 86_400
const skip = process.env['SPOOR_TEST_POSTGRESQL'] === undefined && withoutServer()

/** An embedded store with events of some days, and a move of it to an empty database. */
async function movable(t: TestContext, Embedded = SqliteStore): Promise<{ move: Move; agent: number; schema: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  const from = new Embedded({ folder })
  await from.prepare(NOW)
  const { url, password, schema } = await emptySchema(t)
  const to = new PostgresStore({ url, password, schema })
  t.after(async () => {
    await to.close()
    await from.close()
    await rm(folder, { recursive: true })
  })
  const agent = await agentIn(from)
  const quarantined = [{ reason: 'invalid', detail: 'It has no time.', entry: '{}' }] as const
  const events = Array.from({ length: 5000 }, (_, index) =>
    eventOf(agent, `e${index}`, { time: NOW - (index % 5) * DAY }),
  )
  await from.keep(arrivalOf(agent, events, { quarantined }))
  const gap = eventOf(agent, 'gap', { kind: kindNumber('log_gap'), time: NOW + 400 * DAY })
  await from.keep(arrivalOf(agent, [gap]))
  return { move: { from, to, folder, url, now: NOW, progress: () => undefined }, agent, schema }
}

/** An embedded store in which something happens while the database takes over. */
class CancelledStore extends SqliteStore {
  onTables = (): Promise<void> => Promise.resolve()

  override async ask<Input, Output>(question: Question<Input, Output>, input: Input): Promise<Output> {
    const answer = await super.ask(question, input)
    if (question.name === copiedTables.name) await this.onTables()
    return answer
  }
}

/** All that a store answers. */
async function answersOf(store: Store): Promise<unknown> {
  return [
    await store.ask(newestEvents, { limit: 100_000 }),
    await store.ask(storeContents, null),
    await store.ask(countsByHour, { from: 0, until: 2 * NOW, agent: 1 }),
  ]
}

test('a store that was moved answers as before, and goes on with its numbers', { skip }, async (t) => {
  const { move, agent } = await movable(t)
  const { from, to } = move
  assert.equal(await moveStore(move), 5001)
  assert.equal((await from.ask(storeContents, null)).movedTo, move.url)
  await from.reopen()
  assert.deepEqual(await answersOf(to), await answersOf(from))
  await to.prepare(NOW)
  const { isNew, arrival } = await to.keep(arrivalOf(agent, [eventOf(agent, 'e7'), eventOf(agent, 'new')]))
  assert.deepEqual([isNew, arrival], [[false, true], 3])
  assert.ok((await agentIn(to, 'web2.example.com')) > agent)
})

test(
  'what is kept during a move arrives; afterwards the old store takes nothing, until the move is given up',
  { skip },
  async (t) => {
    const { move, agent } = await movable(t)
    const { from, to } = move
    const during: string[] = []
    const progress = (events: number): void => {
      const id = `during ${events}`
      void from.keep(arrivalOf(agent, [eventOf(agent, id)])).then(
        () => during.push(id),
        () => undefined,
      )
    }
    await moveStore({ ...move, progress })
    const present = new Set((await to.ask(newestEvents, { limit: 100_000 })).map(({ id }) => id))
    assert.ok(during.length > 0)
    assert.deepEqual(
      during.filter((id) => !present.has(id)),
      [],
    )
    const late = arrivalOf(agent, [eventOf(agent, 'late')])
    await assert.rejects(from.keep(late), (error) => error instanceof StoreUnavailable && error.reason === 'away')
    await assert.rejects(agentIn(from, 'web2.example.com'), StoreUnavailable)
    await assert.rejects(from.prepare(NOW), /the store was moved to postgresql:.*; write store: postgresql:/)
    await from.reopen()
    assert.deepEqual((await from.keep(late)).isNew, [true])
  },
)

test('a move that was interrupted goes on where it ended, and no hub works on half a store', { skip }, async (t) => {
  const { move } = await movable(t)
  const stop = new Error('killed')
  const progress = (events: number): void => {
    if (events >= 4000) throw stop
  }
  await assert.rejects(moveStore({ ...move, progress }), stop)
  await assert.rejects(move.to.prepare(NOW), /still being moved here/)
  assert.equal(await moveStore(move), 1001)
  await move.from.reopen()
  assert.deepEqual(await answersOf(move.to), await answersOf(move.from))
})

test('events of two agents with the same ids stay apart in the new store', { skip }, async (t) => {
  const { move, agent } = await movable(t)
  const other = await agentIn(move.from, 'web2.example.com')
  const gap = eventOf(other, 'gap', { kind: kindNumber('log_gap') })
  const report = arrivalOf(other, [eventOf(other, 'e7'), gap])
  assert.deepEqual((await move.from.keep(report)).isNew, [true, true])
  assert.equal(await moveStore(move), 5003)
  for (const again of [report, arrivalOf(agent, [eventOf(agent, 'e7')])])
    assert.deepEqual((await move.to.keep(again)).isNew.filter(Boolean), [])
})

test('a database that holds another store is left alone', { skip }, async (t) => {
  const { move } = await movable(t)
  await move.to.prepare(NOW)
  await assert.rejects(moveStore(move), /the database holds another store; name an empty one/)
  assert.deepEqual(await move.to.ask(newestEvents, { limit: 10 }), [])
})

test('a move is not given up while a hub works on the database; afterwards none begins there', { skip }, async (t) => {
  const { move, agent } = await movable(t)
  const { from, to } = move
  await moveStore(move)
  const lease = new Lease(to, 'upkeep')
  assert.ok(await lease.isOurs(NOW))
  await assert.rejects(cancelMove(move), { name: 'ActionNeeded', message: /^a hub works on the database, .*; stop it/ })
  const late = arrivalOf(agent, [eventOf(agent, 'late')])
  await assert.rejects(from.keep(late), StoreUnavailable)
  await lease.end()
  await cancelMove(move)
  assert.deepEqual((await from.keep(late)).isNew, [true])
  await assert.rejects(to.prepare(NOW), /still being moved here/)
})

test('a move that is given up while it copies lets no hub begin on the database', { skip }, async (t) => {
  const { move } = await movable(t, CancelledStore)
  if (move.from instanceof CancelledStore) move.from.onTables = () => cancelMove(move)
  await assert.rejects(moveStore(move), /was given up meanwhile/)
  await assert.rejects(move.to.prepare(NOW), /still being moved here/)
})

test('where the database is gone, a move is given up', { skip }, async (t) => {
  const { move } = await movable(t)
  await moveStore(move)
  const to = new PostgresStore({ url: move.url.replace('/postgres?', '/gone?'), password: POSTGRESQL_PASSWORD })
  t.after(() => to.close())
  await cancelMove({ ...move, to })
  assert.equal((await move.from.ask(storeContents, null)).movedTo, null)
})
