// test/agent/commands/spool.test.ts, with a process of its own, shows that root becomes the owner.
import assert from 'node:assert/strict'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { becomeOwnerOf } from '../../../../lib/system/users/owner.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('the owner of a folder keeps the same user', async (t) => {
  const user = process.geteuid?.()
  await becomeOwnerOf(await temporaryFolder(t))
  assert.equal(process.geteuid?.(), user)
})

test('a folder that is missing or belongs to another user is refused with one sentence', async (t) => {
  const folder = await temporaryFolder(t)
  await assert.rejects(becomeOwnerOf(join(folder, 'none')), {
    exitCode: 1,
    message: /\(ENOENT\); the agent creates it/,
  })
  if (process.geteuid?.() !== 0) return
  await chmod(folder, 0o755)
  process.seteuid?.(12_345)
  try {
    const message = `${folder}: this folder belongs to user 0; run this as that user or as root.`
    await assert.rejects(becomeOwnerOf(folder), { exitCode: 1, message })
  } finally {
    process.seteuid?.(0)
  }
})
