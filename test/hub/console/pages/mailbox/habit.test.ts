import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commonest, Habit } from '../../../../../hub/console/pages/mailbox/habit.ts'
import type { HabitCount } from '../../../../../hub/contract/event-contract.ts'

const [DAY, NOW] = [86_400, 1_795_132_800]

/** Logins at 9 and 10 UTC of each of so many days before. */
function logins(days: number): HabitCount[] {
  return Array.from({ length: days }, (_, ago) => [9, 10].map((hour) => ({ ago: ago + 1, hour })))
    .flat()
    .map(({ ago, hour }) => ({
      hour: NOW - ago * DAY + hour * 3600,
      network: '192.0.2.0/24',
      service: 'imap',
      count: 1,
    }))
}

const habitOf = (counts: HabitCount[]): Habit => new Habit({ days: 30, logins: 0, whole: true, counts }, 'utc')

test('a value stands beside how often it was so more than a day before', () => {
  const strange = { hour: NOW + 3 * 3600, network: '203.0.113.0/24', service: 'smtp', count: 4 }
  const habit = habitOf([...logins(20), strange])
  const standing = habit.standing({ time: NOW + 4 * 3600, network: '203.0.113.0/24' }, 'smtp', 4)
  assert.deepEqual(standing, { network: 0, service: 0, hour: 0, isOddHour: true })
  const usual = habit.standing({ time: NOW + 9 * 3600, network: '192.0.2.0/24' }, 'imap', 11)
  // 11 o'clock itself never was, but 10 o'clock is beside it.
  assert.deepEqual(usual, { network: 38, service: 38, hour: 0, isOddHour: false })
  assert.ok(habit.differs(strange))
})

test('who is too new to have a habit differs in nothing', () => {
  assert.equal(habitOf([]).standing({ time: NOW, network: null }, undefined, 9), undefined)
  assert.equal(habitOf(logins(4)).standing({ time: NOW, network: 'x' }, 'imap', 9), undefined)
  assert.equal(habitOf(logins(6)).standing({ time: NOW, network: 'x' }, 'imap', 9), undefined)
  assert.notEqual(habitOf(logins(9)).standing({ time: NOW, network: 'x' }, 'imap', 9), undefined)
})

test('the band holds 95 of 100 logins', () => {
  const night = { hour: NOW - 2 * DAY + 3 * 3600, network: null, service: null, count: 1 }
  assert.deepEqual(habitOf([...logins(20), night]).band, { from: 9, until: 11 })
  assert.equal(habitOf([night]).band, undefined)
})

test('what is usual is told with the commonest first', () => {
  const few = { hour: NOW, network: null, service: 'smtp', count: 3 }
  assert.deepEqual(commonest([few, ...logins(2)], 'service'), [
    ['imap', 4],
    ['smtp', 3],
  ])
  assert.deepEqual(commonest([few], 'network'), [['', 3]])
})
