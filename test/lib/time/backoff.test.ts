import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoff } from '../../../lib/time/backoff.ts'

test('the longest wait begins at a second, doubles with each failure and ends at five minutes', () => {
  const longest = [1, 2, 3, 8, 9, 10, 11, 5000].map((failures) => backoff(failures, () => 0.999_999_9))
  assert.deepEqual(longest, [999, 1999, 3999, 127_999, 255_999, 299_999, 299_999, 299_999])
})

test('the wait is spread evenly from nothing up to the longest', () => {
  assert.deepEqual(
    [0, 0.25, 0.5].map((random) => backoff(4, () => random)),
    [0, 2000, 4000],
  )
})
