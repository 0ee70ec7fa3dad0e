import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { freeSpaceOf } from '../../../../lib/system/files/free-space.ts'

test('free space is measured in bytes and inodes', async () => {
  const { bytes, inodes, allInodes } = await freeSpaceOf(tmpdir())
  // A machine that runs tests has a megabyte, and less than an exabyte.
  assert.ok(bytes > 2 ** 20 && bytes < 2 ** 60, `${bytes} bytes`)
  assert.ok(inodes <= allInodes && (inodes > 0 || allInodes === 0), `${inodes} of ${allInodes} inodes`)
})

test('a path that cannot be read is an error', async () => {
  await assert.rejects(freeSpaceOf(join(tmpdir(), 'there/is/no/such/folder')), { code: 'ENOENT' })
})
