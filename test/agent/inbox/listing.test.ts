import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inboxFileName, unfinishedName } from '../../../agent/inbox/file-name.ts'
import { listInbox, removeUnfinished } from '../../../agent/inbox/listing.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

test('what killed writers left goes after an hour, and nothing else', async (t) => {
  const folder = await temporaryFolder(t)
  const unfinished = unfinishedName(inboxFileName(1, '0123456789abcdef', 2))
  writeFileSync(join(folder, unfinished), '')
  mkdirSync(join(folder, 'folder.tmp'))
  const names = [unfinished, 'folder.tmp', 'gone.tmp']
  await removeUnfinished(folder, names, Date.now() + 3_500_000)
  assert.equal(readdirSync(folder).length, 2)
  await removeUnfinished(folder, names, Date.now() + 3_700_000)
  assert.deepEqual(readdirSync(folder), ['folder.tmp'])
})

test('of a folder that somebody filled beyond all bounds a part is looked at', async (t) => {
  const folder = await temporaryFolder(t)
  for (let index = 0; index < 2000; index += 1) writeFileSync(join(folder, String(index)), '')
  const { strangers } = await listInbox(folder, 10, () => false, 1000)
  assert.ok(strangers.length < 2000)
})
