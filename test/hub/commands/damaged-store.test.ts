import assert from 'node:assert/strict'
import { copyFile, open, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { loadHubConfig } from '../../../hub/config/load.ts'
import { openStore } from '../../../hub/serving/open-store.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { createHubScene, type HubScene } from '../../support/hub-command.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { NOW } from '../../support/stores.ts'

/** A store of some events, damaged afterwards; a backup of it lies at `copy.db`. */
async function damagedScene(t: TestContext, damage: (file: string) => Promise<void>): Promise<HubScene> {
  const scene = await createHubScene(t, 'listen: 127.0.0.1:0')
  const store = new SqliteStore({ folder: scene.store })
  await store.prepare(NOW)
  const agent = await agentIn(store)
  const events = Array.from({ length: 500 }, (_, index) => eventOf(agent, `e${index}`))
  await store.keep(arrivalOf(agent, events))
  await store.close()
  const file = join(scene.store, 'hub.db')
  await copyFile(file, join(scene.folder, 'copy.db'))
  await damage(file)
  return scene
}

async function withoutPages(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  const { size } = await stat(file)
  await handle.write(Buffer.alloc(size - 4096, 0xff), 0, size - 4096, 4096)
  await handle.close()
}

const DAMAGES = {
  'is no database': (file: string) => writeFile(file, 'junk\n'.repeat(100)),
  'lost its pages': withoutPages,
}

for (const [what, damage] of Object.entries(DAMAGES))
  test(`a store that ${what} is said to be damaged, and a backup takes its place`, async (t) => {
    const scene = await damagedScene(t, damage)
    const sentence = /hub\.db: the store is damaged \(.*\); .* spoor-hub restore --replace FILE$/
    const config = await loadHubConfig(scene.config)
    await assert.rejects(openStore(config, { now: NOW, tell: () => undefined, program: '' }), {
      name: 'ActionNeeded',
      message: sentence,
    })
    for (const words of ['agents list', 'migrate', 'check', 'people list'])
      await assert.rejects(scene.run(words), { name: 'ActionNeeded', message: sentence }, words)
    await writeFile(join(scene.store, 'hub.db-wal'), 'its log')
    await scene.run(`restore ${join(scene.folder, 'copy.db')}`, { replace: true })
    assert.deepEqual((await readdir(scene.store)).toSorted(), ['hub.db', 'hub.db.replaced'])
    assert.match(await scene.run('agents list'), /web1\.example\.com/)
  })
