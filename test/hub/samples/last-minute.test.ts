import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LastMinute } from '../../../hub/samples/last-minute.ts'

test('what came in the last minute counts, and nothing before it', () => {
  let now = 0
  const minute = new LastMinute(() => now)
  assert.deepEqual(minute.sums(), { events: 0, wait: undefined })
  minute.add(10, 0.002)
  now = 30_500
  minute.add(5, 0.004)
  minute.add(0, 0.006)
  assert.deepEqual(minute.sums(), { events: 15, wait: 0.004 })
  now = 60_000
  assert.deepEqual(minute.sums(), { events: 5, wait: 0.005 })
  minute.add(7, 0.002)
  assert.equal(minute.sums().events, 12)
  now = 1_000_000
  assert.deepEqual(minute.sums(), { events: 0, wait: undefined })
})
