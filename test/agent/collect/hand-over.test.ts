import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handOver } from '../../../agent/collect/hand-over.ts'
import type { Checkpoint, Position } from '../../../agent/follow/checkpoint.ts'
import { fingerprintOf } from '../../../agent/follow/fingerprint/fingerprint.ts'

const FILE: Position = { inode: '7', generation: '', offset: 0, skipping: false, seam: fingerprintOf(Buffer.alloc(0)) }

test('the position of a handed-over file is saved before the other log reads it', async () => {
  const before: Checkpoint = { files: [{ ...FILE, inode: '6' }], seen: [{ inode: '8', generation: '' }] }
  const did: unknown[] = []
  const saved = Promise.withResolvers<void>()
  const siblings = { waitingFor: () => '/logs/b_log', give: ({ inode }: Position) => did.push(`given ${inode}`) }
  const checkpoints = {
    of: () => before,
    advance: (...[, path, { files, seen = [] }]: [string, string, Checkpoint]) =>
      did.push(path, ...[...files, ...seen].map(({ inode }) => inode)),
    save: () => saved.promise,
  }
  const end = handOver(FILE, 'login', { siblings, checkpoints })
  assert.deepEqual(did, ['/logs/b_log', '6', '7', '8'])
  saved.resolve()
  await end
  assert.deepEqual(did, ['/logs/b_log', '6', '7', '8', 'given 7'])
})

test('a file that no log waits for is let go', async () => {
  const did: string[] = []
  const siblings = { waitingFor: () => undefined, give: () => did.push('given') }
  const checkpoints = { of: assert.fail, advance: assert.fail, save: assert.fail }
  await handOver(FILE, 'login', { siblings, checkpoints })
  assert.deepEqual(did, ['given'])
})
