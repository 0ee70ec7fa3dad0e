import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { tarArchive } from '../../../../agent/doctor/bundle/tar-archive.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('tar unpacks it: names, contents of any length, mode and time', async (t) => {
  const folder = await temporaryFolder(t)
  const files = [0, 1, 511, 512, 513, 100_000].map((length) => ({
    name: `a/${length}`,
    content: Buffer.from(Array.from({ length }, (_, index) => index % 251)),
  }))
  const time = Date.UTC(2026, 10, 20)
  const { status, stderr } = spawnSync('tar', ['-xf', '-'], { cwd: folder, input: tarArchive(files, time) })
  assert.equal(status, 0, String(stderr))
  assert.equal(String(stderr), '')
  for (const { name, content } of files) {
    assert.deepEqual(await readFile(join(folder, name)), content)
    const { mode, mtimeMs } = await stat(join(folder, name))
    assert.deepEqual([mode & 0o777, mtimeMs], [0o600, time])
  }
})

test('a name that has no room in a header is refused', () => {
  assert.throws(() => tarArchive([{ name: 'a'.repeat(101), content: Buffer.alloc(0) }], 0), /too long/)
})
