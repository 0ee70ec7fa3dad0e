import assert from 'node:assert/strict'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isPresent } from '../../../../lib/system/files/presence.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

test('a dangling link is present, and a path that cannot be read is an error', async (t) => {
  const folder = await temporaryFolder(t)
  symlinkSync('nowhere', join(folder, 'link'))
  writeFileSync(join(folder, 'file'), '')
  assert.deepEqual(
    ['link', 'file', 'none'].map((name) => isPresent(join(folder, name))),
    [true, true, false],
  )
  assert.throws(() => isPresent(join(folder, 'x'.repeat(300))), { code: 'ENAMETOOLONG' })
})
