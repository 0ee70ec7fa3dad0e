import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import type { Kysely } from 'kysely'
import { arrivedEvents } from '../../../../hub/store/ask/arrived-events.ts'
import { hostsOf } from '../../../../hub/store/ask/hosts-of.ts'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { databaseFile } from '../../../../hub/store/sqlite/sqlite-connection.ts'
import { sqliteKysely } from '../../../../hub/store/sqlite/sqlite-kysely.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import type { Tables } from '../../../../hub/store/tables.ts'
import { NOW } from '../../../support/stores.ts'

/** A connection to an empty store that counts what it prepares. */
async function counting(t: TestContext): Promise<{ readonly db: Kysely<Tables>; readonly prepared: () => number }> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  t.after(() => rm(folder, { recursive: true }))
  const store = new SqliteStore({ folder })
  await store.prepare(NOW)
  await store.close()
  const database = new DatabaseSync(databaseFile(folder))
  t.after(() => database.close())
  const prepare = database.prepare.bind(database)
  let prepared = 0
  database.prepare = (text) => {
    prepared += 1
    return prepare(text)
  }
  return { db: sqliteKysely(database), prepared: () => prepared }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number)

test('a question of events stays prepared, however many lists of other lengths are asked for', async (t) => {
  const { db, prepared } = await counting(t)
  const ask = (): Promise<unknown> => newestEvents.run(db, { kinds: [1, 2], limit: 100 })
  await ask()
  for (let hosts = 1; hosts <= 300; hosts += 1) await hostsOf.run(db, numbers(hosts))
  const before = prepared()
  await ask()
  assert.equal(prepared(), before)
})

test('of many questions of events the last forty stay prepared', async (t) => {
  const { db, prepared } = await counting(t)
  const ask = (kinds: number): Promise<unknown> => arrivedEvents.run(db, { after: 0, upTo: 1, kinds: numbers(kinds) })
  for (let kinds = 2; kinds < 52; kinds += 1) await ask(kinds)
  const before = prepared()
  for (let kinds = 12; kinds < 52; kinds += 1) await ask(kinds)
  assert.equal(prepared(), before)
  await ask(11)
  assert.ok(prepared() > before)
})
