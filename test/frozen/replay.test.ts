import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { suite, test } from 'node:test'
import { asNow } from './changed.ts'
import { VERSIONS, frozen, goOn } from './ice.ts'
import { sceneOf } from './scene.ts'
import { listed } from './shown.ts'

for (const version of VERSIONS) {
  suite(`a replay of the logs that ${version} read`, async () => {
    test('gives the same entries, with the same ids, in the same order', async (t) => {
      const { server } = await sceneOf(t, version)
      await goOn(version, server.folder)
      const { stdout } = await server.run('replay')
      assert.equal(stdout, asNow(await readFile(frozen(version, 'expected/replayed.jsonl'), 'utf8')))
    })

    test('seals nothing that was sealed, sent, refused or dropped, nor what the collector is to read', async (t) => {
      const { server } = await sceneOf(t, version)
      await goOn(version, server.folder)
      const before = await listed(server)
      const { stderr } = await server.run('replay', '--report')
      assert.match(stderr, /; sealed: 0, /)
      assert.deepEqual(await listed(server), before)
    })
  })
}
