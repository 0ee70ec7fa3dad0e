import assert from 'node:assert/strict'
import { chmod, chown, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ensurePrivateFolder } from '../../../../lib/system/files/folder.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('a missing folder is created with its parents, for its owner alone', async (t) => {
  const path = join(await temporaryFolder(t), 'a', 'b')
  await ensurePrivateFolder(path)
  for (const folder of [path, join(path, '..')]) assert.equal((await stat(folder)).mode & 0o777, 0o700)
  await ensurePrivateFolder(path)
})

test('a folder that others can read or change is refused with the command that helps', async (t) => {
  const path = await temporaryFolder(t)
  for (const mode of [0o750, 0o701, 0o707, 0o777]) {
    await chmod(path, mode)
    await assert.rejects(ensurePrivateFolder(path), { name: 'ActionNeeded', message: new RegExp(`chmod 700 ${path}$`) })
  }
})

test('the error for a folder that cannot be created names its path', async (t) => {
  const file = join(await temporaryFolder(t), 'file')
  await writeFile(file, '')
  await assert.rejects(ensurePrivateFolder(file), {
    name: 'ActionNeeded',
    message: new RegExp(`^${file}: this is not a folder`),
  })
  await assert.rejects(ensurePrivateFolder(join(file, 'below')), { message: /ENOTDIR/ })
})

test('a folder that cannot be created in an existing one fails, and is not retried for ever', async () => {
  await assert.rejects(ensurePrivateFolder('/proc/spoor/deep'), { name: 'ActionNeeded', message: /ENOENT/ })
})

test('several can create the same folders at the same time', async (t) => {
  const folder = await temporaryFolder(t)
  await Promise.all([1, 2, 3, 4].map((each) => ensurePrivateFolder(join(folder, 'a', 'b', each > 2 ? 'c' : 'd'))))
})

test("another user's folder is refused with the command that helps", async (t) => {
  const path = join(await temporaryFolder(t), 'theirs')
  if (process.geteuid?.() === 0) {
    await mkdir(path, { mode: 0o700 })
    await chown(path, 12_345, 12_345)
    await assert.rejects(ensurePrivateFolder(path), { message: /belongs to user 12345.*; run this as that user$/ })
  } else {
    await assert.rejects(ensurePrivateFolder('/etc'), { message: /belongs to user 0.*chown \d+ \/etc/ })
  }
})
