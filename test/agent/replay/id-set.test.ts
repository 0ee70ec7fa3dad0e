import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IdSet } from '../../../agent/replay/id-set.ts'
import { SeenIds } from '../../../agent/replay/seen-ids.ts'
import { digest } from '../../../lib/event/digest.ts'

test('a set contains every id that was added, and no other, however many there are', () => {
  const ids = new IdSet()
  const all = Array.from({ length: 20_000 }, (_, index) => digest(`${index}`))
  for (const id of all) assert.equal(ids.add(id), true)
  assert.equal(ids.size, all.length)
  assert.ok(all.every((id) => ids.has(id) && !ids.add(id)))
  assert.ok(Array.from({ length: 20_000 }, (_, index) => digest(`other ${index}`)).every((id) => !ids.has(id)))
})

test('a set distinguishes ids of other kinds as well, as far as they differ', () => {
  const ids = new IdSet()
  for (const id of ['', 'a', 'AAAAAAAAAAAAAAAAAAAAAA']) ids.has(id)
  assert.deepEqual(
    ['some', 'some', 'other'].map((id) => ids.add(id)),
    [true, false, true],
  )
})

test('the latest ids are remembered, at least as many as asked and at most twice as many', () => {
  const seen = new SeenIds(100)
  const all = Array.from({ length: 1000 }, (_, index) => digest(`${index}`))
  assert.ok(all.every((id) => seen.isNew(id)))
  assert.ok(all.slice(-100).every((id) => !seen.isNew(id)))
  assert.ok(all.slice(0, 800).every((id) => seen.isNew(id)))
})
