import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastDue } from '../../../agent/mail-reports/schedule.ts'

/** A time of the host's clock; months count from 1. */
function at(day: number, hour: number, minute = 0): number {
  return new Date(2026, 10, day, hour, minute).getTime()
}

test('a report is due at its time of this day, or was at that of the last one', () => {
  const seven = { hour: 7, minute: 0 }
  assert.equal(lastDue(seven, at(29, 7)), at(29, 7))
  assert.equal(lastDue(seven, at(29, 6, 59)), at(28, 7))
  assert.equal(lastDue('hourly', at(29, 6, 59)), at(29, 6))
  assert.equal(lastDue('hourly', at(29, 6)), at(29, 6))
})

test('a weekly report is due on its day', () => {
  // 29 November 2026 is a Sunday.
  const monday = { hour: 7, minute: 30, weekday: 1 }
  assert.equal(lastDue(monday, at(29, 12)), at(23, 7, 30))
  assert.equal(lastDue(monday, at(30, 7, 29)), at(23, 7, 30))
  assert.equal(lastDue(monday, at(30, 7, 30)), at(30, 7, 30))
  assert.equal(lastDue({ ...monday, weekday: 0 }, at(29, 12)), at(29, 7, 30))
})
