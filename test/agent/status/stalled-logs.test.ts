import assert from 'node:assert/strict'
import { test } from 'node:test'
import { habitAfter, type LogHabit } from '../../../agent/snapshots/log-habit.ts'
import type { SourceSnapshot } from '../../../agent/snapshots/snapshot.ts'
import { stalledLogs } from '../../../agent/status/stalled-logs.ts'

const HOUR = 3_600_000
const NOON = Date.UTC(2026, 10, 20, 12)

/** A log with lines in those hours before noon for which that is true; the hour of noon is 0. */
function log(
  source: string,
  hasLines: (hour: number) => boolean,
  change: Partial<SourceSnapshot> = {},
): SourceSnapshot {
  let habit: LogHabit | undefined
  for (let hour = -12 * 24; hour <= 0; hour += 1) if (hasLines(hour)) habit = habitAfter(habit, NOON + hour * HOUR)
  const counts = { lines: 1, ofInterest: 1, unrecognised: 0, events: 0 }
  return { source, path: `/var/log/${source}`, ...counts, ...(habit && { habit }), ...change }
}

function stalled(...sources: readonly SourceSnapshot[]): readonly string[] {
  return stalledLogs(sources, NOON + HOUR / 2).map(({ text }) => text.split(':')[0] ?? '')
}

const ALWAYS = log('busy', () => true)

/** The hour of the day. */
function clock(hour: number): number {
  return (((hour + 12) % 24) + 24) % 24
}

test('a log that stopped though it has lines in each hour is told, with when, as long as others go on', () => {
  const quiet = log('shop', (hour) => hour < -4)
  const [told] = stalledLogs([ALWAYS, quiet], NOON + HOUR / 2)
  assert.deepEqual([told?.code, told?.severity], ['driver_stalled', 'warning'])
  assert.equal(
    told?.text,
    'shop: /var/log/shop has had no line since 2026-11-20 08:00:00 +0000, though it had some at these hours of each of the 7 days before, and other logs go on.',
  )
  assert.deepEqual(
    stalled(
      ALWAYS,
      log('shop', (hour) => hour < -3),
    ),
    [],
    'three whole hours are not enough',
  )
  assert.deepEqual(stalled(quiet), [], 'where nothing goes on it is the host, or the collector')
  assert.deepEqual(
    stalled(
      log('busy', (hour) => hour !== -2),
      quiet,
    ),
    [],
    'nor where others had a rest',
  )
  assert.deepEqual(
    stalled(
      ALWAYS,
      log('shop', (hour) => hour < -4, { problem: 'is not there' }),
    ),
    [],
  )
})

test('it is told until there is a line again, also after days', () => {
  assert.deepEqual(
    stalled(
      ALWAYS,
      log('shop', (hour) => hour < -100),
    ),
    ['shop'],
  )
  assert.deepEqual(
    stalled(
      ALWAYS,
      log('shop', (hour) => hour < -100 || hour === 0),
    ),
    [],
  )
})

test('a log that rests each night is not told at night, but when its day has come and gone', () => {
  const byDay = (hour: number): boolean => clock(hour) >= 6 && clock(hour) < 22
  const restingSince = (last: number): SourceSnapshot => log('shop', (hour) => hour <= last && byDay(hour))
  // Last lines at 21 o'clock of the day before: from 6 to 9 there should have been some.
  assert.deepEqual(stalled(ALWAYS, restingSince(-15)), ['shop'])
  const night = (hour: number): boolean => clock(hour) >= 14
  assert.deepEqual(stalled(ALWAYS, log('shop', night)), [], 'the evening is still to come')
})

test('a log with a quiet hour on one of the days, or on each Sunday, is not told', () => {
  for (const gap of [-24 - 2, -7 * 24 - 2])
    assert.deepEqual(
      stalled(
        ALWAYS,
        log('shop', (hour) => hour < -4 && hour !== gap),
      ),
      [],
    )
})

test('what is new, or comes now and then, is not told', () => {
  assert.deepEqual(
    stalled(
      ALWAYS,
      log('new', (hour) => hour > -5 * 24 && hour < -4),
    ),
    [],
  )
  assert.deepEqual(
    stalled(
      ALWAYS,
      log('daily', (hour) => clock(hour) === 3),
    ),
    [],
  )
  assert.deepEqual(
    stalled(
      ALWAYS,
      log('never', () => false),
    ),
    [],
  )
})

test('by chance it is never told: of logs at any pace in half a year', () => {
  let state = 1
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  let told = 0
  for (const pace of [0.3, 0.6, 0.8, 0.95]) {
    let [one, other]: (LogHabit | undefined)[] = []
    for (let hour = 0; hour < 24 * 180; hour += 1) {
      const now = NOON + hour * HOUR
      other = habitAfter(other, now)
      if (random() < pace) one = habitAfter(one, now)
      const sources = [log('busy', () => false, { habit: other }), log('shop', () => false, one && { habit: one })]
      told += stalledLogs(sources, now + HOUR / 2).length
    }
  }
  assert.equal(told, 0)
})
