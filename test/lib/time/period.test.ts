import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { isWithin, periodOf } from '../../../lib/time/period.ts'

/** Shortly after midnight in Vienna, when it is still yesterday in UTC. */
const TODAY = { now: Date.parse('2026-11-27T23:30:00Z') / 1000, zone: 'Europe/Vienna' }

/** The period between two options, as ISO times. */
function period(since?: string, until?: string): (string | undefined)[] {
  const found = periodOf({ since, until }, TODAY)
  return [found.since, found.until].map((time) =>
    Number.isFinite(time) ? new Date(time * 1000).toISOString() : undefined,
  )
}

test('without options a period is all time', () => {
  assert.deepEqual(period(), [undefined, undefined])
  assert.ok(isWithin(periodOf({ since: undefined, until: undefined }, TODAY), 0))
})

test('a date begins at midnight in the zone; as the last one it is included as a whole', () => {
  assert.deepEqual(period('2026-11-01', '2026-11-01'), ['2026-10-31T23:00:00.000Z', '2026-11-01T23:00:00.000Z'])
  assert.deepEqual(period('2026-10-25', '2026-10-25'), ['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  assert.deepEqual(period('2026-12-31', '2026-12-31'), ['2026-12-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'])
})

test('a time has the offset that is written with it, else that of the zone', () => {
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

test('today and yesterday are whole days of the zone', () => {
  assert.deepEqual(period('today', 'today'), ['2026-11-27T23:00:00.000Z', '2026-11-28T23:00:00.000Z'])
  assert.deepEqual(period('yesterday', 'yesterday'), ['2026-11-26T23:00:00.000Z', '2026-11-27T23:00:00.000Z'])
})

test('a time without a date is of today, and an age counts back from now', () => {
  for (const [text, iso] of [
    ['00:10', '2026-11-27T23:10:00.000Z'],
    ['00:10:30', '2026-11-27T23:10:30.000Z'],
    ['now', '2026-11-27T23:30:00.000Z'],
    ['90s', '2026-11-27T23:28:30.000Z'],
    ['90m', '2026-11-27T22:00:00.000Z'],
    ['-2h', '2026-11-27T21:30:00.000Z'],
    ['7d', '2026-11-20T23:30:00.000Z'],
    ['2w', '2026-11-13T23:30:00.000Z'],
    ['1 minute ago', '2026-11-27T23:29:00.000Z'],
    ['30 min ago', '2026-11-27T23:00:00.000Z'],
    ['2 hours ago', '2026-11-27T21:30:00.000Z'],
    ['3 days', '2026-11-24T23:30:00.000Z'],
    ['1 week ago', '2026-11-20T23:30:00.000Z'],
    ['@1793520000', '2026-11-01T08:00:00.000Z'],
  ] as const) {
    assert.deepEqual(period(text), [iso, undefined], text)
    assert.deepEqual(period(undefined, text), [undefined, iso], text)
  }
})

test('a period that ends before it begins is refused', () => {
  for (const [since, until] of [
    ['2h', '3h'],
    ['now', 'now'],
    ['today', 'yesterday'],
  ]) {
    assert.throws(() => period(since, until), /^ActionNeeded: --since \w+ --until \w+: there is no time between them$/)
  }
})

test('its first second is included, its end is not', () => {
  const some = { since: 10, until: 20 }
  assert.deepEqual(
    [9, 10, 19, 20].map((time) => isWithin(some, time)),
    [false, true, true, false],
  )
})

test('what is not a date, or does not exist, is refused with examples that are right', () => {
  for (const text of [
    '',
    'last week',
    'Yesterday night',
    '7',
    '7 d ago now',
    '7x',
    '--7d',
    '1.5h',
    '25:00',
    '@',
    '9999-12-31',
    '2026-02-30',
    '2026-13-01',
    '2026-11-01T25:00',
    '1.11.2026',
    '2026-11-01T08',
    '\u001b[2J',
  ]) {
    for (const option of ['since', 'until'] as const) {
      const ask = (): unknown => periodOf({ since: undefined, until: undefined, [option]: text }, TODAY)
      assert.throws(
        ask,
        (error) =>
          error instanceof ActionNeeded &&
          error.exitCode === 2 &&
          /^--\w+ \P{Cc}*: this is not a time; write 2026-11-01, /u.test(error.message),
      )
    }
  }
})
