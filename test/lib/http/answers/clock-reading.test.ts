import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockReading } from '../../../../lib/http/answers/clock-reading.ts'

const DATE = 'Fri, 20 Nov 2026 12:00:00 GMT'
const THEIRS = Date.UTC(2026, 10, 20, 12)

/** Offset and exactness in seconds, for an answer that took so many milliseconds. */
function read(ahead: number, took: number): readonly [number, number] {
  const { offset, within } = clockReading(DATE, THEIRS + ahead, THEIRS + ahead + took) ?? assert.fail()
  return [offset / 1000, within / 1000]
}

test('clocks that may be alike are taken for alike: the header is cut off to the second', () => {
  for (const ahead of [0, 500, 999, 1000, -40]) assert.equal(read(ahead, 50)[0], 0, `${ahead}`)
})

test('a clock is ahead or behind by whole seconds, as exactly as the answer was quick', () => {
  assert.deepEqual(read(7_200_500, 50), [7200, 1])
  assert.deepEqual(read(-299_500, 50), [-300, 1])
  assert.deepEqual(read(600_000, 60_000), [630, 31])
})

test('the true offset is within what is said, whatever the network does', () => {
  for (const offset of [-400_250, -3000, 0, 700, 360_999])
    for (const sent of [0, 400, 20_000])
      for (const fraction of [0, 999]) {
        // The server writes `DATE` at its THEIRS + fraction, `sent` after the request was begun.
        const asked = THEIRS + fraction + offset - sent
        const reading = clockReading(DATE, asked, asked + sent + 300) ?? assert.fail()
        assert.ok(Math.abs(reading.offset - offset) <= reading.within, JSON.stringify({ offset, sent, fraction }))
      }
})

test('without a date, or if the own clock stepped back meanwhile, nothing is said', () => {
  assert.equal(clockReading(undefined, THEIRS, THEIRS), undefined)
  assert.equal(clockReading('yesterday', THEIRS, THEIRS), undefined)
  assert.equal(clockReading(DATE, THEIRS, THEIRS - 1), undefined)
})
