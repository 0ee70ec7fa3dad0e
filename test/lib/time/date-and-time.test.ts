import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateAndTime, utc } from '../../../lib/time/date-and-time.ts'

test('a time is shown to the second, in UTC', () => {
  const time = Date.UTC(2019, 3, 18, 11, 48, 30, 999)
  assert.equal(dateAndTime(time), '2019-04-18 11:48:30')
  assert.equal(utc(time), '2019-04-18 11:48:30 +0000')
})
