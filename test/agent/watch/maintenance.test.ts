import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMaintained } from '../../../agent/watch/maintenance.ts'

/** A moment of the host's clock; 29 November 2026 is a Sunday. */
function at(day: number, hour: number, minute: number): number {
  return new Date(2026, 10, day, hour, minute).getTime()
}

test('a window of every day holds from its first minute to before its last', () => {
  const windows = [{ from: 180, to: 240 }]
  assert.deepEqual(
    [at(28, 2, 59), at(28, 3, 0), at(29, 3, 59), at(29, 4, 0)].map((now) => isMaintained(windows, now)),
    [false, true, true, false],
  )
})

test('a window of a weekday holds on that day alone', () => {
  const windows = [{ weekday: 0, from: 180, to: 240 }]
  assert.deepEqual(
    [at(28, 3, 0), at(29, 3, 0), at(30, 3, 0)].map((now) => isMaintained(windows, now)),
    [false, true, false],
  )
})

test('a window past midnight belongs to the day on which it begins', () => {
  const windows = [{ weekday: 0, from: 1410, to: 15 }]
  assert.deepEqual(
    [at(29, 0, 5), at(29, 23, 30), at(30, 0, 14), at(30, 0, 15), at(30, 23, 30)].map((now) =>
      isMaintained(windows, now),
    ),
    [false, true, true, false, false],
  )
})

test('without windows it is never time', () => {
  assert.equal(isMaintained([], at(29, 3, 0)), false)
})
