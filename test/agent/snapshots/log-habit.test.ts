import assert from 'node:assert/strict'
import { test } from 'node:test'
import { habitAfter, hadLines, epochHourOf, lastHourIn, type LogHabit } from '../../../agent/snapshots/log-habit.ts'

const HOUR = 3_600_000
const NOON = Date.UTC(2026, 10, 20, 12)

/** A log that had lines so many hours after noon, in this order. */
function habitOf(...hours: readonly number[]): LogHabit {
  const habit = hours.reduce<LogHabit | undefined>((before, hour) => habitAfter(before, NOON + hour * HOUR), undefined)
  assert.ok(habit !== undefined)
  return habit
}

function hoursIn(habit: LogHabit, from: number, to: number): readonly number[] {
  const all = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return all.filter((hour) => hadLines(habit, epochHourOf(NOON) + hour))
}

test('each hour with lines is remembered, over midnight, and no other', () => {
  const habit = habitOf(0, 1, 11, 12, 30)
  assert.deepEqual(hoursIn(habit, -50, 50), [0, 1, 11, 12, 30])
  assert.equal(lastHourIn(habit), epochHourOf(NOON) + 30)
})

test('more lines of an hour change nothing', () => {
  const habit = habitOf(0)
  assert.equal(habitAfter(habit, NOON + HOUR - 1), habit)
  assert.notEqual(habitAfter(habit, NOON + HOUR), habit)
})

test('today and seven days before are kept, however long there was nothing', () => {
  const daily = habitOf(...Array.from({ length: 30 }, (_, day) => day * 24))
  assert.equal(daily.hours.length, 8)
  assert.deepEqual(
    hoursIn(daily, 0, 29 * 24),
    [22, 23, 24, 25, 26, 27, 28, 29].map((day) => day * 24),
  )
  assert.deepEqual(habitOf(0, 8 * 24), habitOf(8 * 24))
  assert.deepEqual(hoursIn(habitOf(0, 7 * 24), 0, 200), [0, 168])
})

test('a clock that is put back by days leaves nothing to rely on', () => {
  assert.deepEqual(habitOf(48, 0), habitOf(0))
})
