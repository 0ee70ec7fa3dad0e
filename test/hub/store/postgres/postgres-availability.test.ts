import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { noteTime } from '../../../../hub/store/change/note-time.ts'
import { whenAvailable } from '../../../../hub/store/postgres/postgres-availability.ts'
import { PostgresStore } from '../../../../hub/store/postgres/postgres-store.ts'
import type { Change } from '../../../../hub/store/store.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

/** Work that collides so many times, each time as the database says it. */
function colliding(times: number, code: string): { work: () => Promise<string>; runs: () => number } {
  let runs = 0
  const work = async (): Promise<string> => {
    runs += 1
    if (runs <= times) throw Object.assign(new Error('collision'), { code })
    return 'done'
  }
  return { work, runs: () => runs }
}

/** Runs work, and keeps the pauses, which take no time. */
async function tried(work: () => Promise<string>): Promise<{ outcome: unknown; pauses: number[]; collisions: number }> {
  const pauses: number[] = []
  let collisions = 0
  const outcome = await whenAvailable(work, {
    onLoss: () => assert.fail('it is there'),
    onCollision: () => void (collisions += 1),
    pause: async (milliseconds) => void pauses.push(milliseconds),
  }).catch((error: unknown) => error)
  return { outcome, pauses, collisions }
}

test('what collides is run again after pauses that are random, grow, and end', async () => {
  for (const code of ['40001', '40P01']) {
    const passing = await tried(colliding(9, code).work)
    assert.deepEqual([passing.outcome, passing.pauses.length, passing.collisions], ['done', 9, 9])
    for (const [index, pause] of passing.pauses.entries()) assert.ok(pause >= 0 && pause < 5 * 2 ** index)
    assert.equal(new Set([...passing.pauses, ...(await tried(colliding(9, code).work)).pauses]).size, 18)
    const lasting = colliding(100, code)
    const { outcome } = await tried(lasting.work)
    assert.deepEqual([Object(outcome).reason, lasting.runs()], ['busy', 10])
  }
  const fault = colliding(1, '42P01')
  const { outcome, pauses } = await tried(fault.work)
  assert.deepEqual([Object(outcome).message, pauses, fault.runs()], ['collision', [], 1])
})

testOnStores('collisions of transactions are counted, and none is lost', async (store) => {
  const { promise: bothRead, resolve } = Promise.withResolvers<void>()
  let readers = 0
  /** Adds one to what it read; the first two read before either writes. */
  const increment: Change<null, null> = {
    name: 'test-increment',
    run: async (db) => {
      const { value } = await db
        .selectFrom('counter')
        .select('value')
        .where('name', '=', 'clock')
        .executeTakeFirstOrThrow()
      readers += 1
      if (readers === 2 || !(store instanceof PostgresStore)) resolve()
      await bothRead
      await sql`update counter set value = ${value + 1} where name = 'clock'`.execute(db)
      return null
    },
  }
  await store.change(noteTime, { now: NOW })
  await Promise.all([store.change(increment, null), store.change(increment, null)])
  const { value } = await store.ask(
    {
      name: 'test-clock',
      run: (db) => db.selectFrom('counter').select('value').where('name', '=', 'clock').executeTakeFirstOrThrow(),
    },
    null,
  )
  assert.equal(value, NOW + 2)
  assert.equal(Object(store).collisions, store instanceof PostgresStore ? 1 : undefined)
})
