import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { storeContents } from '../../../../hub/store/ask/store-contents.ts'
import { PostgresStore } from '../../../../hub/store/postgres/postgres-store.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import type { Change } from '../../../../hub/store/store.ts'
import {
  FROZEN,
  shapeOfEmbedded,
  shapeOfPostgresql,
  thawEmbedded,
  thawPostgresql,
} from '../../../support/frozen-stores.ts'
import { arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { ROOT } from '../../../support/repository-files.ts'
import { emptySchema, NOW, type TestedStore, testOnStores, withoutServer } from '../../../support/stores.ts'

const VERSIONS = [...new Set(readdirSync(FROZEN).map((name) => name.replace(/\.(?:sqlite|postgresql)\.sql$/, '')))]
const skip = process.env['SPOOR_TEST_POSTGRESQL'] === undefined && withoutServer()
const REMEDY = 'add a step to migrations.ts; before its first release, type: npm run freeze -- VERSION'

function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-hub-store-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** What the frozen stores hold is there, and works. */
async function checkThawed(store: TestedStore): Promise<void> {
  await store.prepare(NOW, true)
  const ids = (await store.ask(newestEvents, { limit: 10 })).map(({ id }) => id)
  assert.deepEqual(ids, ['b', 'a'])
  const { agents, quarantined } = await store.ask(storeContents, null)
  assert.deepEqual([agents, quarantined], [1, 1])
  assert.deepEqual((await store.keep(arrivalOf(1, [eventOf(1, 'a'), eventOf(1, 'c')]))).isNew, [false, true])
}

for (const version of VERSIONS) {
  test(`an embedded store of ${version} works once it is migrated, and is then as a new one`, async (t) => {
    const [folder, fresh] = [emptyFolder(t), emptyFolder(t)]
    thawEmbedded(version, folder)
    const stores = [new SqliteStore({ folder }), new SqliteStore({ folder: fresh })] as const
    await checkThawed(stores[0])
    await stores[1].prepare(NOW)
    for (const store of stores) await store.close()
    assert.deepEqual(shapeOfEmbedded(folder), shapeOfEmbedded(fresh), REMEDY)
  })

  test(
    `a store of ${version} in PostgreSQL works once it is migrated, and is then as a new one`,
    { skip },
    async (t) => {
      const [old, fresh] = [await emptySchema(t), await emptySchema(t)]
      await thawPostgresql(version, old.url, old.schema)
      const stores = [new PostgresStore(old), new PostgresStore(fresh)] as const
      await checkThawed(stores[0])
      await stores[1].prepare(NOW)
      for (const store of stores) await store.close()
      assert.deepEqual(
        await shapeOfPostgresql(old.url, old.schema),
        await shapeOfPostgresql(fresh.url, fresh.schema),
        REMEDY,
      )
    },
  )
}

const takeStep = (name: string): Change<null, null> => ({
  name: 'take-step',
  run: async (db) => {
    await db.insertInto('migration').values({ name, at: NOW }).execute()
    return null
  },
})

testOnStores('the store of a later version is refused, also by a migration', async (store) => {
  await store.change(takeStep('9999-of-the-future'), null)
  const refusal =
    /belongs to a later version of spoor-hub, which took the step 9999-of-the-future; install that version/
  await assert.rejects(store.prepare(NOW), refusal)
  await assert.rejects(store.prepare(NOW, true), refusal)
})

testOnStores('the store of an earlier version is refused until it is migrated', async (store) => {
  const forget: Change<null, null> = {
    name: 'forget',
    run: async (db) => {
      await sql`delete from migration where name = '0002-totals'`.execute(db)
      return null
    },
  }
  await store.change(forget, null)
  await assert.rejects(store.prepare(NOW), /earlier version/)
})

test('of two processes that make the same store ready at once, one takes each step', { skip }, async (t) => {
  const database = await emptySchema(t)
  const stores = [
    `new (await import('./hub/store/sqlite/sqlite-store.ts')).SqliteStore(${JSON.stringify({ folder: emptyFolder(t) })})`,
    `new (await import('./hub/store/postgres/postgres-store.ts')).PostgresStore(${JSON.stringify(database)})`,
  ]
  for (const store of stores) {
    const source = `const store = ${store}
      process.stdout.write((await store.prepare(${NOW})).concat('').join(' '))
      await store.close()`
    const args = ['--import', 'tsx', '--input-type=module', '--eval', source]
    const taken = await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, args, { cwd: ROOT })))
    const steps = taken.flatMap(({ stdout }) => stdout.split(' ').filter(Boolean))
    assert.ok(steps.includes('0001-first-schema'))
    assert.equal(new Set(steps).size, steps.length)
  }
})
