import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLongStamp } from '../../../lib/time/long-stamp.ts'

test('a stamp of asctime is an instant in the local time of its zone', () => {
  assert.equal(parseLongStamp('Thu Jun 11 13:33:19 2015', 'UTC'), Date.UTC(2015, 5, 11, 13, 33, 19) / 1000)
  assert.equal(parseLongStamp('Thu Jun 11 13:33:19 2015', '-0500'), Date.UTC(2015, 5, 11, 18, 33, 19) / 1000)
  assert.equal(parseLongStamp('Tue Nov  3 06:02:03 2026', 'UTC'), Date.UTC(2026, 10, 3, 6, 2, 3) / 1000)
})

test('other text, and a date that does not exist, is none', () => {
  for (const text of [
    '',
    'Thu Jun 31 13:33:19 2015',
    'Thu Jun 11 25:33:19 2015',
    'Thu Jux 11 13:33:19 2015',
    'Xxx Jun 11 13:33:19 2015',
    'Thu Jun 11 13:33:19 2015:',
    'Thu Jun 1 13:33:19 2015',
  ]) {
    assert.equal(parseLongStamp(text, 'UTC'), undefined, text)
  }
})
