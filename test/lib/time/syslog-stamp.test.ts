import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSyslogStamp } from '../../../lib/time/syslog-stamp.ts'

/** When a stamp was written, as read at some time. */
function read(text: string, now: string, zone = 'UTC'): string | undefined {
  const instant = parseSyslogStamp(text, zone, Date.parse(now) / 1000)
  return instant === undefined ? undefined : new Date(instant * 1000).toISOString().replace('.000', '')
}

test('a stamp belongs to this year, or to the last one if it would be in the future', () => {
  assert.equal(read('Nov 28 07:01:02', '2026-11-28T09:00:00Z'), '2026-11-28T07:01:02Z')
  assert.equal(read('Nov  8 07:01:02', '2026-11-28T09:00:00Z'), '2026-11-08T07:01:02Z')
  assert.equal(read('Dec  1 07:01:02', '2026-11-28T09:00:00Z'), '2025-12-01T07:01:02Z')
})

test('up to a day in the future is taken as a fast clock', () => {
  assert.equal(read('Nov 29 09:00:00', '2026-11-28T09:00:00Z'), '2026-11-29T09:00:00Z')
  assert.equal(read('Nov 29 09:00:01', '2026-11-28T09:00:00Z'), '2025-11-29T09:00:01Z')
})

test("at the turn of the year the stamp's year can differ from the clock's", () => {
  assert.equal(read('Dec 31 23:59:59', '2027-01-01T00:00:03Z'), '2026-12-31T23:59:59Z')
  assert.equal(read('Jan  1 00:00:01', '2026-12-31T23:59:58Z'), '2027-01-01T00:00:01Z')
  assert.equal(read('Jan  1 00:00:01', '2027-01-01T00:00:03Z'), '2027-01-01T00:00:01Z')
  // It is next year in Auckland already, and last year in Honolulu still.
  assert.equal(read('Jan  1 12:30:00', '2026-12-31T23:30:00Z', 'Pacific/Auckland'), '2026-12-31T23:30:00Z')
  assert.equal(read('Dec 31 23:30:00', '2027-01-01T09:30:00Z', 'Pacific/Honolulu'), '2027-01-01T09:30:00Z')
})

test('a leap day belongs to the last year that has one', () => {
  assert.equal(read('Feb 29 12:00:00', '2028-03-01T00:00:00Z'), '2028-02-29T12:00:00Z')
  assert.equal(read('Feb 29 12:00:00', '2028-02-28T13:00:00Z'), '2028-02-29T12:00:00Z')
  assert.equal(read('Feb 29 12:00:00', '2028-02-28T11:00:00Z'), '2024-02-29T12:00:00Z')
  assert.equal(read('Feb 29 12:00:00', '2027-03-01T00:00:00Z'), '2024-02-29T12:00:00Z')
  assert.equal(read('Feb 29 12:00:00', '2104-02-01T00:00:00Z'), '2096-02-29T12:00:00Z')
})

test('a stamp with its year and offset needs neither zone nor clock', () => {
  for (const [text, instant] of [
    ['2024-12-31T06:56:17.784598+01:00', '2024-12-31T05:56:17Z'],
    ['2024-12-31T06:56:17-05:30', '2024-12-31T12:26:17Z'],
    ['2024-12-31T06:56:17Z', '2024-12-31T06:56:17Z'],
    ['2024-12-31T06:56:17.1Z', '2024-12-31T06:56:17Z'],
  ] as const)
    assert.equal(read(text, '2026-11-28T09:00:00Z', 'Pacific/Auckland'), instant)
})

test('a day that no year has, or another layout, is refused', () => {
  for (const text of [
    'Feb 30 12:00:00',
    'Nov 31 12:00:00',
    'Nov  0 12:00:00',
    'Nov 28 25:00:00',
    'Nov 28 12:60:00',
    'Nov 8 12:00:00',
    'Nov 08 12:00',
    'nov 28 12:00:00',
    'Foo 28 12:00:00',
    'Nov 28 2026 12:00:00',
    ' Nov 28 12:00:00',
    'Nov 28 12:00:00 ',
    'Nov 28 12:00:00\n',
    '2026-11-31T12:00:00Z',
    '2026-11-28T12:00:00',
    '2026-11-28T12:00:00+25:00',
    '2026-11-28 12:00:00Z',
    '2026-11-28T12:00:00.Z',
    '',
  ])
    assert.equal(read(text, '2026-11-28T09:00:00Z'), undefined, text)
})
