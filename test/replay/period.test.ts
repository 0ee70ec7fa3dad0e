import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWithin, periodOf } from '../../agent/replay/period.ts'
import { ActionNeeded } from '../../agent/system/errors.ts'

const ZONE = 'Europe/Vienna'

/** A period of two options, as ISO times. */
function period(since?: string, until?: string): (string | undefined)[] {
  const found = periodOf({ since, until }, ZONE)
  return [found.since, found.until].map((time) =>
    Number.isFinite(time) ? new Date(time * 1000).toISOString() : undefined,
  )
}

test('without options it is all time', () => {
  assert.deepEqual(period(), [undefined, undefined])
  assert.ok(isWithin(periodOf({ since: undefined, until: undefined }, ZONE), 0))
})

test('a date begins at its midnight in the zone, and as the last one it counts whole', () => {
  assert.deepEqual(period('2026-11-01', '2026-11-01'), ['2026-10-31T23:00:00.000Z', '2026-11-01T23:00:00.000Z'])
  assert.deepEqual(period('2026-10-25', '2026-10-25'), ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  assert.deepEqual(period('2026-12-31', '2026-12-31'), ['2026-12-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'])
})

test('a time is taken with the offset that it names, else in the zone', () => {
  const eight = '2026-11-01T08:30:00.000Z'
  for (const time of [
    '2026-11-01T08:30Z',
    '2026-11-01T08:30:00.000Z',
    '2026-11-01 10:30:00+02:00',
    '2026-11-01T09:30',
  ]) {
    assert.deepEqual(period(time), [eight, undefined], time)
    assert.deepEqual(period(undefined, time), [undefined, eight], time)
  }
})

test('its first second belongs to it, its last one not', () => {
  const some = { since: 10, until: 20 }
  assert.deepEqual(
    [9, 10, 19, 20].map((time) => isWithin(some, time)),
    [false, true, true, false],
  )
})

test('what is no date, or does not exist, is refused with one that would be right', () => {
  for (const text of [
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-11-01T25:00',
    '1.11.2026',
    '2026-11-01T08',
    '\u001b[2J',
  ]) {
    for (const option of ['since', 'until'] as const) {
      const ask = (): unknown => periodOf({ since: undefined, until: undefined, [option]: text }, ZONE)
      assert.throws(
        ask,
        (error) =>
          error instanceof ActionNeeded &&
          error.exitCode === 2 &&
          /^--\w+ \P{Cc}*: this is no date; write 2026-11-01, /u.test(error.message),
      )
    }
  }
})
