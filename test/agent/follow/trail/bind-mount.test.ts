import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { Followed, temporaryLog } from '../followed.ts'

/** A log that may be a bind mount of a file whose path the test sets. */
function mountedFrom(path: string, root: { path: string | undefined }): { rootOf: (at: string) => string | undefined } {
  return { rootOf: (at) => (at === path ? root.path : undefined) }
}

test('a bind-mounted log that is rotated outside is reported, once, though its path does not change', async (t) => {
  const path = temporaryLog(t)
  writeFileSync(path, 'a\n')
  const root = { path: '/var/log/outside' }
  const followed = new Followed(path, { mounts: mountedFrom(path, root) })
  await followed.look()
  assert.deepEqual(followed.codes, ['source_found'])
  root.path = '/var/log/outside.1'
  for (let looks = 0; looks < 2; looks += 1) assert.deepEqual(await followed.look(), [])
  assert.deepEqual(followed.codes, ['source_found', 'source_rotated_outside'])
  await followed.stop()
})

test('a log that is not a mount, or is unmounted, is followed as usual', async (t) => {
  const path = temporaryLog(t)
  writeFileSync(path, 'a\n')
  const root: { path: string | undefined } = { path: undefined }
  const followed = new Followed(path, { mounts: mountedFrom(path, root) })
  await followed.look()
  root.path = '/var/log/outside'
  await followed.look()
  assert.deepEqual(followed.codes, ['source_found'])
  await followed.stop()
})
