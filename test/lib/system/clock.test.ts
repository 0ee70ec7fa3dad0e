import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { systemClock } from '../../../lib/system/clock.ts'

test('a sleep ends at once when its signal aborts, before or during it', async () => {
  await systemClock.sleep(1e9, AbortSignal.abort())
  const stop = new AbortController()
  const slept = systemClock.sleep(1e9, stop.signal)
  stop.abort()
  await slept
})

test('a sleep takes its time and leaves no listener behind', async () => {
  const { signal } = new AbortController()
  const before = performance.now()
  await systemClock.sleep(20, signal)
  assert.ok(performance.now() - before >= 19)
  assert.equal(getEventListeners(signal, 'abort').length, 0)
})

test('now is the wall clock in milliseconds', () => {
  const before = Date.now()
  const now = systemClock.now()
  assert.ok(before <= now && now <= Date.now())
})
