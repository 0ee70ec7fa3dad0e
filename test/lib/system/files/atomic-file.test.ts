import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { lstat, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createAtomically, syncFolder, writeAtomically } from '../../../../lib/system/files/atomic-file.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('a file is replaced atomically, is private, and leaves no temporary file', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'file')
  await writeAtomically(file, 'a much longer first text')
  await writeAtomically(file, 'ü')
  assert.equal(await readFile(file, 'utf8'), 'ü')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.deepEqual(await readdir(folder), ['file'])
})

test('a leftover under the temporary name is never written to, whatever it is', async (t) => {
  const folder = await temporaryFolder(t)
  const [file, temporary, other] = [join(folder, 'file'), join(folder, 'file.tmp'), join(folder, 'other')]
  await writeFile(other, 'of somebody else', { mode: 0o644 })
  for (const leave of [
    () => writeFile(temporary, 'public', { mode: 0o644 }),
    () => symlink(other, temporary),
    () => execFileSync('mkfifo', [temporary]),
  ]) {
    await leave()
    await writeAtomically(file, 'text')
    const stats = await lstat(file)
    assert.deepEqual([stats.isFile(), stats.mode & 0o777], [true, 0o600])
  }
  assert.equal(await readFile(other, 'utf8'), 'of somebody else')
})

test('if the rename fails, the old file stays', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'file')
  await writeFile(file, 'before')
  await mkdir(`${file}.tmp`)
  await assert.rejects(writeAtomically(file, 'after'), { code: 'EISDIR' })
  assert.equal(await readFile(file, 'utf8'), 'before')
  await assert.rejects(writeAtomically(join(folder, 'gone', 'file'), 'after'), { code: 'ENOENT' })
})

test('syncing a missing folder fails', async (t) => {
  const folder = await temporaryFolder(t)
  await syncFolder(folder)
  await assert.rejects(syncFolder(join(folder, 'gone')), { code: 'ENOENT' })
})

test('a file that several make at once is made by one, whole, and stays', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'file')
  const found = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      await createAtomically(file, `${index}`.repeat(1000))
      return readFile(file, 'utf8')
    }),
  )
  assert.equal(new Set(found).size, 1)
  assert.match(found[0] ?? '', /^(\d{1,2})\1{999}$/)
  assert.deepEqual([await readdir(folder), (await stat(file)).mode & 0o777], [['file'], 0o600])
})
