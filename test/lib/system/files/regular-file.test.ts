import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { readRegularFile, readRegularFileSync } from '../../../../lib/system/files/regular-file.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('a file is read whole, unless the caller finds a fault', async (t) => {
  const file = join(await temporaryFolder(t), 'file')
  await writeFile(file, 'text', { mode: 0o640 })
  assert.equal(await readRegularFile(file), 'text')
  const fault = ({ mode }: { mode: number }): string => `has mode ${(mode & 0o777).toString(8)}`
  await assert.rejects(readRegularFile(file, { fault }), { message: 'it has mode 640' })
})

test('a folder, a FIFO, a link, a missing file and more than 64 MiB are refused at once', async (t) => {
  const folder = await temporaryFolder(t)
  const [fifo, link, large] = [join(folder, 'fifo'), join(folder, 'link'), join(folder, 'large')]
  execFileSync('mkfifo', [fifo])
  await writeFile(large, '')
  await truncate(large, 64 * 1024 * 1024 + 1)
  await symlink(large, link)
  await assert.rejects(readRegularFile(folder), { message: 'it is no regular file' })
  await assert.rejects(readRegularFile(fifo), { message: 'it is no regular file' })
  await assert.rejects(readRegularFile(link), { message: 'it is a link' })
  assert.throws(() => readRegularFileSync(link), { message: 'it is a link' })
  await assert.rejects(readRegularFile(join(folder, 'nothing')), { code: 'ENOENT' })
  await assert.rejects(readRegularFile(large), { message: 'it has 67108865 bytes' })
})

test('a file that grows while it is read is read to its new end, but never beyond the bound', async (t) => {
  const file = join(await temporaryFolder(t), 'growing')
  // Between fstat and the first read.
  const growing = (bytes: number) => () => {
    appendFileSync(file, 'b'.repeat(bytes))
    return undefined
  }
  for (const read of [
    readRegularFile,
    async (...args: Parameters<typeof readRegularFileSync>) => readRegularFileSync(...args).text,
  ]) {
    await writeFile(file, 'a')
    assert.equal(await read(file, { fault: growing(99_999), most: 100_000 }), `a${'b'.repeat(99_999)}`)
    await writeFile(file, 'a')
    await assert.rejects(read(file, { fault: growing(100_000), most: 100_000 }), {
      message: 'it has more than 100000 bytes',
    })
  }
})

test('a link that a person may have set is followed, but must lead to a regular file', async (t) => {
  const folder = await temporaryFolder(t)
  const [file, link, device] = [join(folder, 'file'), join(folder, 'link'), join(folder, 'device')]
  await writeFile(file, 'text')
  await symlink(file, link)
  await symlink('/dev/zero', device)
  assert.equal(await readRegularFile(link, { follow: true }), 'text')
  await assert.rejects(readRegularFile(device, { follow: true }), { message: 'it is no regular file' })
})
