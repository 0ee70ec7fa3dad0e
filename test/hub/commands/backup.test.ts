import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { EmbeddedStore } from '../../../hub/store/sqlite/embedded-store.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { createHubScene } from '../../support/hub-command.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { ROOT } from '../../support/repository-files.ts'
import { NOW } from '../../support/stores.ts'

/** A store with so many events, which is closed after the test. */
async function storeWith(
  t: TestContext,
  folder: string,
  count: number,
): Promise<{ store: SqliteStore; agent: number }> {
  const store = new SqliteStore({ folder })
  t.after(() => store.close().catch(() => undefined))
  await store.prepare(NOW)
  const agent = await agentIn(store)
  const events = Array.from({ length: count }, (_, index) =>
    eventOf(agent, `e${index}`, { fields: `"${'x'.repeat(500)}"` }),
  )
  await store.keep(arrivalOf(agent, events))
  return { store, agent }
}

async function idsIn(folder: string): Promise<string[]> {
  const store = new SqliteStore({ folder })
  const events = await store.ask(newestEvents, { limit: 100_000 })
  await store.close()
  return events.map(({ id }) => id)
}

test('a backup holds what was kept when it began, however much is kept meanwhile, and a restore brings it back', async (t) => {
  const scene = await createHubScene(t)
  const { store, agent } = await storeWith(t, scene.store, 30_000)
  const file = join(scene.folder, 'copy.db')
  const done = new AbortController()
  const backup = scene.run(`backup ${file}`).finally(() => done.abort())
  let later = 0
  for (; !done.signal.aborted || later === 0; later += 1) {
    await store.keep(arrivalOf(agent, [eventOf(agent, `later ${later}`)]))
    // The store answers without leaving this thread, which the copy needs, too.
    await new Promise(setImmediate)
  }
  assert.match(await backup, /copy\.db: the copy is whole\./)
  assert.deepEqual((await readdir(scene.folder)).toSorted(), ['copy.db', 'hub.yml', 'store'])
  await store.close()
  await assert.rejects(scene.run(`restore ${file}`), /there is a store already; type --replace/)
  assert.match(await scene.run(`restore ${file}`, { replace: true }), /the store is as in/)
  assert.deepEqual((await readdir(scene.store)).toSorted(), ['hub.db', 'hub.db.replaced'])
  assert.deepEqual((await readdir(scene.folder)).toSorted(), ['copy.db', 'hub.yml', 'store'])
  const ids = await idsIn(scene.store)
  assert.ok(ids.length >= 30_000 && ids.length < 30_000 + later)
  const replaced = join(scene.folder, 'replaced')
  await scene.run('check')
  await mkdir(replaced)
  await copyFile(join(scene.store, 'hub.db.replaced'), join(replaced, 'hub.db'))
  assert.equal((await idsIn(replaced)).length, 30_000 + later)
})

test('a backup never overwrites a file, and leaves none that is not whole', async (t) => {
  const scene = await createHubScene(t)
  const { store } = await storeWith(t, scene.store, 10)
  const file = join(scene.folder, 'copy.db')
  await writeFile(file, 'mine')
  await assert.rejects(scene.run(`backup ${file}`), /copy\.db: this file is there already; name a new one/)
  await assert.rejects(scene.run(`backup ${join(scene.folder, 'missing/copy.db')}`), /the copy cannot be made/)
  await store.close()
})

test('a restore takes no file that is damaged, none while a hub runs, and needs no store to be there', async (t) => {
  const scene = await createHubScene(t)
  const { store } = await storeWith(t, scene.store, 10)
  const file = join(scene.folder, 'copy.db')
  await scene.run(`backup ${file}`)
  await store.close()
  const damaged = join(scene.folder, 'damaged.db')
  await writeFile(damaged, 'no database at all, but some text that is long enough to be read as a header of one')
  await assert.rejects(scene.run(`restore ${damaged}`, { replace: true }), /this is no whole database/)
  const hub = await EmbeddedStore.open({ folder: scene.store }, join(ROOT, 'hub/main.ts'), NOW)
  await assert.rejects(scene.run(`restore ${file}`, { replace: true }), /is already the hub of this folder; stop it/)
  await hub.close()
  for (const name of ['hub.db', 'hub.db-wal', 'hub.db-shm']) await rm(join(scene.store, name), { force: true })
  await scene.run(`restore ${file}`)
  assert.equal((await idsIn(scene.store)).length, 10)
})

test('what a restore replaced stays, whatever is restored after it', async (t) => {
  const scene = await createHubScene(t)
  const { store } = await storeWith(t, scene.store, 10)
  const file = join(scene.folder, 'copy.db')
  await scene.run(`backup ${file}`)
  await store.close()
  const original = join(scene.store, 'hub.db.replaced')
  assert.match(await scene.run(`restore ${file}`, { replace: true }), /hub\.db\.replaced: the former store/)
  await writeFile(original, 'the only copy')
  assert.match(await scene.run(`restore ${file}`, { replace: true }), /hub\.db\.replaced-2: the former store/)
  assert.match(await scene.run(`restore ${file}`, { replace: true }), /hub\.db\.replaced-3: the former store/)
  assert.equal(await readFile(original, 'utf8'), 'the only copy')
  assert.equal((await idsIn(scene.store)).length, 10)
})

test('PostgreSQL has programs of its own for both, which the commands name', async (t) => {
  const scene = await createHubScene(t)
  await writeFile(scene.config, 'store: postgresql://spoor@db.example.com/spoor\n')
  await assert.rejects(scene.run('backup copy.db'), /pg_dump --format=custom --file=FILE postgresql:\/\//)
  await assert.rejects(scene.run('restore copy.db'), /pg_restore --dbname=postgresql:\/\//)
})
