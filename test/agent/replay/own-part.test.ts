import assert from 'node:assert/strict'
import { statSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { withoutUnread } from '../../../agent/replay/own-part.ts'
import { pastFiles } from '../../../agent/replay/past-files.ts'
import { positionAtEnd, temporaryLog } from '../follow/followed.ts'

test('a copy that the collector saw and has not read is left to it, even if its name says that it is older', (t) => {
  const path = temporaryLog(t)
  for (const date of ['20261101', '20261102', '20261103']) writeFileSync(`${path}-${date}`, `${date}\n`)
  writeFileSync(path, 'new\n')
  const seen = [{ inode: String(statSync(`${path}-20261102`, { bigint: true }).ino), generation: '' }]
  const checkpoint = { files: [positionAtEnd(`${path}-20261103`)], seen }
  const own = withoutUnread(pastFiles({ path }), checkpoint, 'beginning')
  assert.deepEqual(
    own?.map((file) => file.path),
    [`${path}-20261101`, `${path}-20261103`],
  )
})
