import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOVED_TO } from '../../../hub/store/setting.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import type { Change } from '../../../hub/store/store.ts'
import { createHubScene } from '../../support/hub-command.ts'
import { NOW } from '../../support/stores.ts'

const closeStore: Change<null, null> = {
  name: 'test-close-store',
  run: async (db) => {
    await db.insertInto('setting').values({ name: MOVED_TO, value: 'postgresql://spoor@127.0.0.1:1/spoor' }).execute()
    return null
  },
}

test('a move is given up once; where there was none, that is said', async (t) => {
  const scene = await createHubScene(t)
  const fault = { name: 'ActionNeeded', message: /the store was not moved, and takes reports as before/ }
  await assert.rejects(scene.run('move', { cancel: true }), fault)
  const store = new SqliteStore({ folder: scene.store })
  await store.prepare(NOW)
  await store.change(closeStore, null)
  await store.close()
  await assert.rejects(scene.run('move', { cancel: true }), {
    name: 'ActionNeeded',
    message: /^nobody can see whether a hub works on the database \(.*ECONNREFUSED.*\); .*add --yes$/,
  })
  assert.match(await scene.run('move', { cancel: true, yes: true }), /the store takes reports again\.\n$/)
  await assert.rejects(scene.run('move', { cancel: true }), fault)
})
