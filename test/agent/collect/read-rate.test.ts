import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReadRate } from '../../../agent/collect/read-rate.ts'

test('the rate counts from when reading began, and starts over after a pause', () => {
  const rate = new ReadRate()
  assert.equal(rate.note(500, 1000), 0)
  assert.equal(rate.note(2000, 2000), 2000)
  assert.equal(rate.note(4000, 3000), 3000)
  assert.equal(rate.note(9000, 5001), 0)
  assert.equal(rate.note(100, 5101), 1000)
})
