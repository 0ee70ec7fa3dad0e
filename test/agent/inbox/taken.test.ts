import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inboxFileName } from '../../../agent/inbox/file-name.ts'
import { removeTaken } from '../../../agent/inbox/taken.ts'
import { failedLogin, inboxIn, leave } from '../../support/inbox-scene.ts'
import { createSpool } from '../../support/spool-scene.ts'

test('what was taken is removed, and nothing but events of that inbox, whatever a name says', async (t) => {
  const { folders, tell, codes } = await createSpool(t)
  const name = await leave(folders.inbox, failedLogin(1))
  const other = await leave(folders.inbox, failedLogin(2))
  const laid = inboxFileName(1, '0123456789abcdef', 2)
  mkdirSync(join(folders.inbox, laid))
  writeFileSync(join(folders.root, 'kept'), '')
  const names = [`hook/${name}`, `hook/${laid}`, 'hook/missing', 'hook/../kept', `unknown/${other}`]
  assert.deepEqual((await removeTaken(names, [inboxIn(folders)], tell)).toSorted(), names.toSorted())
  assert.deepEqual(readdirSync(folders.inbox).toSorted(), [laid, other].toSorted())
  assert.ok(existsSync(join(folders.root, 'kept')))
  assert.deepEqual(codes(), [])
})

test('what cannot be removed stays known as taken, and that is told', async (t) => {
  const { folders, tell, codes } = await createSpool(t)
  const name = await leave(folders.inbox, failedLogin(1))
  const inbox = inboxIn(folders)
  const names = [`hook/${name}`, `hook/${inboxFileName(1, '0123456789abcdef', 2)}`]
  if (process.geteuid?.() !== 0) {
    chmodSync(folders.inbox, 0o500)
    assert.deepEqual(await removeTaken(names, [inbox], tell), names.slice(1))
    chmodSync(folders.inbox, 0o700)
  } else {
    rmSync(folders.inbox, { recursive: true })
    assert.deepEqual(await removeTaken(names, [inbox], tell), [])
  }
  assert.deepEqual(codes(), ['inbox_not_cleared'])
})
