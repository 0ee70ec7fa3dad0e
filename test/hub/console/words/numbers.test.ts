import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atLeast, dayName, named, wholeTime } from '../../../../hub/console/words/numbers.ts'

test('of many hosts some are named, and the others are counted', () => {
  assert.equal(named(['srv01', 'srv02'], 4), 'srv01, srv02 and 2 others')
  assert.equal(named(['srv01', 'srv02'], 3), 'srv01, srv02 and 1 other')
  assert.equal(named(['srv01', 'srv02'], 2), 'srv01, srv02')
})

test('a count that nobody finished is not told as one', () => {
  assert.deepEqual([atLeast(1912, true), atLeast(1912, false)], ['1,912', '1,912 or more'])
  assert.equal(atLeast(0, false), 'none among the newest')
})

test('a day ends with its last second, wherever midnight is', () => {
  const midnight = Date.UTC(2026, 10, 29) / 1000
  assert.match(dayName(midnight - 1, 'utc'), /^Saturday,? 28 November 2026$/)
  assert.match(dayName(midnight, 'utc'), /^Sunday,? 29 November 2026$/)
  for (let time = midnight; time < midnight + 2 * 86_400; time += 300) {
    const [date] = wholeTime(time, 'local').split(' ')
    assert.equal(dayName(time, 'local').split(' ')[1], String(Number(date?.slice(-2))))
  }
})

test('a whole time is written as ISO 8601 has it, with its zone', () => {
  const time = Date.UTC(2026, 0, 2, 0, 3, 4) / 1000
  assert.equal(wholeTime(time, 'utc'), '2026-01-02 00:03:04 UTC')
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  assert.match(wholeTime(time, 'local'), new RegExp(`^2026-01-0[12] [0-9]{2}:[0-9]{2}:04 ${timeZone}$`))
})
