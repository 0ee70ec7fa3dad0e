import assert from 'node:assert/strict'
import { chmod, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ensureSpoolFolders, spoolFolders } from '../../../agent/spool/spool-folders.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test("the folders have App::Spoor's names, and no other user may enter them", async (t) => {
  const root = join(await temporaryFolder(t), 'var', 'spoor')
  const folders = spoolFolders(root)
  await ensureSpoolFolders(folders)
  await ensureSpoolFolders(folders)
  for (const name of ['', 'parsed', 'transmitted', 'transmission_failed', 'dropped']) {
    const stats = await stat(join(root, name))
    assert.deepEqual([stats.isDirectory(), stats.mode & 0o777], [true, 0o700], name)
  }
})

test('a folder of the spool that others can read is refused', async (t) => {
  const folders = spoolFolders(await temporaryFolder(t))
  await ensureSpoolFolders(folders)
  await chmod(folders.transmitted, 0o750)
  await assert.rejects(ensureSpoolFolders(folders), { message: /transmitted: .*chmod 700/ })
})
