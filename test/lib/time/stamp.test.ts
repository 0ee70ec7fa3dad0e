import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { isZone, timeInZone, parseStamp } from '../../../lib/time/stamp.ts'

function seconds(iso: string): number {
  return Date.parse(iso) / 1000
}

test('both layouts give the same instant, in any numeric zone', () => {
  assert.equal(parseStamp('2026-09-24 16:42:01 +0000', 'UTC'), seconds('2026-09-24T16:42:01Z'))
  assert.equal(parseStamp('09/24/2026:16:42:01 -0000', 'UTC'), seconds('2026-09-24T16:42:01Z'))
  assert.equal(parseStamp('2026-09-24 16:42:01 -0330', 'UTC'), seconds('2026-09-24T16:42:01-03:30'))
  assert.equal(parseStamp('09/24/2026:16:42:01 +1400', 'UTC'), seconds('2026-09-24T16:42:01+14:00'))
})

test('every numeric zone round-trips', () => {
  const instants = fc.date({ min: new Date('1970-01-02'), max: new Date('2099-12-30'), noInvalidDate: true })
  fc.assert(
    fc.property(instants, fc.integer({ min: -56, max: 56 }), (date, quarters) => {
      const expected = Math.floor(date.getTime() / 1000)
      const local = new Date((expected + quarters * 900) * 1000).toISOString()
      const minutes = Math.abs(quarters) * 15
      const hours = String(Math.floor(minutes / 60)).padStart(2, '0')
      const zone = `${quarters < 0 ? '-' : '+'}${hours}${String(minutes % 60).padStart(2, '0')}`
      assert.equal(parseStamp(`${local.slice(0, 10)} ${local.slice(11, 19)} ${zone}`, 'UTC'), expected)
      assert.equal(parseStamp(`${local.slice(0, 10)} ${local.slice(11, 19)}`, zone), expected)
    }),
  )
})

test('a date, time or zone that does not exist is refused', () => {
  for (const text of [
    '2026-02-29 00:00:00 +0000',
    '2026-02-31 00:00:00 +0000',
    '2026-00-10 00:00:00 +0000',
    '2026-13-10 00:00:00 +0000',
    '2026-09-31 00:00:00 +0000',
    '2026-09-24 24:00:00 +0000',
    '2026-09-24 16:60:00 +0000',
    '2026-09-24 16:42:60 +0000',
    '2026-09-24 16:42:01 +1401',
    '2026-09-24 16:42:01 +0060',
    '24/09/2026:16:42:01 +0000',
  ]) {
    assert.equal(parseStamp(text, 'UTC'), undefined, text)
  }
  assert.equal(parseStamp('2028-02-29 00:00:00 +0000', 'UTC'), seconds('2028-02-29T00:00:00Z'))
})

test('text around a stamp, or another layout, is refused', () => {
  for (const text of [
    '',
    ' 2026-09-24 16:42:01',
    '2026-09-24 16:42:01 ',
    '2026-09-24T16:42:01Z',
    '2026-9-24 16:42:01',
  ]) {
    assert.equal(parseStamp(text, 'UTC'), undefined, text)
  }
  assert.equal(parseStamp('24/Sep/2026:16:42:01 +0000', 'UTC'), undefined)
  assert.equal(parseStamp('2026-09-24 16:42:01\n', 'UTC'), undefined)
})

test('a stamp without a zone is local time of the given one, summer time included', () => {
  assert.equal(parseStamp('2026-07-01 12:00:00', 'Europe/Berlin'), seconds('2026-07-01T10:00:00Z'))
  assert.equal(parseStamp('01/01/2026:12:00:00', 'Europe/Berlin'), seconds('2026-01-01T11:00:00Z'))
  assert.equal(parseStamp('2026-07-01 12:00:00', 'America/St_Johns'), seconds('2026-07-01T14:30:00Z'))
  assert.equal(parseStamp('2026-07-01 12:00:00', '-0500'), seconds('2026-07-01T17:00:00Z'))
  assert.equal(parseStamp('2026-07-01 12:00:00 +0000', 'Europe/Berlin'), seconds('2026-07-01T12:00:00Z'))
})

test("a stamp without a zone is the machine's local time if no zone is given", () => {
  process.env['TZ'] = 'Asia/Kolkata'
  assert.equal(parseStamp('2026-07-01 12:00:00', undefined), seconds('2026-07-01T06:30:00Z'))
  assert.equal(parseStamp('07/01/2026:12:00:00 +0000', undefined), seconds('2026-07-01T12:00:00Z'))
})

test('on the days the clock changes, the hours around the change are right', () => {
  const berlin = (text: string): number | undefined => parseStamp(`2026-${text}`, 'Europe/Berlin')
  assert.equal(berlin('03-29 01:59:59'), seconds('2026-03-29T00:59:59Z'))
  assert.equal(berlin('03-29 03:00:00'), seconds('2026-03-29T01:00:00Z'))
  assert.equal(berlin('10-25 01:59:59'), seconds('2026-10-24T23:59:59Z'))
  assert.equal(berlin('10-25 03:00:00'), seconds('2026-10-25T02:00:00Z'))
})

test('an hour that occurs twice is taken for its first occurrence, a skipped one as if the clock had not changed', () => {
  assert.equal(parseStamp('2026-10-25 02:30:00', 'Europe/Berlin'), seconds('2026-10-25T00:30:00Z'))
  assert.equal(parseStamp('2026-03-29 02:30:00', 'Europe/Berlin'), seconds('2026-03-29T01:30:00Z'))
})

test('a stamp without a zone can be local time of a POSIX zone', () => {
  assert.equal(parseStamp('2026-07-01 12:00:00', 'EST5EDT,M3.2.0,M11.1.0'), seconds('2026-07-01T16:00:00Z'))
  assert.equal(parseStamp('2026-12-01 12:00:00', 'XXX5YYY,M3.2.0,M11.1.0'), seconds('2026-12-01T17:00:00Z'))
  assert.equal(parseStamp('07/01/2026:12:00:00', '<+03>-3'), seconds('2026-07-01T09:00:00Z'))
})

test('an instant is formatted as the stamp that parses to it', () => {
  for (const zone of ['UTC', 'Europe/Berlin', '-0330', 'CET-1CEST,M3.5.0,M10.5.0/3', 'Asia/Kathmandu'])
    for (const iso of ['2026-07-01T12:00:00Z', '2026-01-01T00:00:00Z', '2026-12-31T23:59:59Z', '2026-03-29T00:59:59Z'])
      assert.equal(parseStamp(timeInZone(seconds(iso), zone), zone), seconds(iso), `${iso} ${zone}`)
  assert.equal(timeInZone(seconds('2026-07-01T12:00:00Z'), 'Europe/Berlin'), '2026-07-01 14:00:00')
})

test('a zone is an IANA name or ±HHMM', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', '+0530', '-0000'])
    assert.ok(isZone(zone), zone)
  // POSIX zones, whose UTC+2 is two hours behind, are accepted only from the machine's own setting.
  for (const zone of ['', 'Mars/Base', 'UTC+2', 'CET-1CEST', '+2500', '+05:', '0530', 'Europe/Berlin '])
    assert.ok(!isZone(zone), zone)
  assert.equal(parseStamp('2026-07-01 12:00:00', 'Mars/Base'), undefined)
})

test('stamps of many hours are read right in any order: what is remembered of a zone is of its own quarter of an hour', () => {
  // The clock of Lord Howe goes back by half an hour, at 15:00 UTC on 4 April 2026; that of Berlin forward on 29 March.
  for (const [zone, change, before, after] of [
    ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15), 11 * 60, 10.5 * 60],
    ['Europe/Berlin', Date.UTC(2026, 2, 29, 1), 60, 120],
  ] as const) {
    const quarters = Array.from({ length: 200 }, (_, index) => ((index * 77) % 200) - 100)
    for (const quarter of quarters.filter((quarter) => Math.abs(quarter) > 4)) {
      const instant = change / 1000 + quarter * 900
      const local = new Date((instant + (quarter < 0 ? before : after) * 60) * 1000)
      const stamp = local.toISOString().slice(0, 19).replace('T', ' ')
      assert.equal(parseStamp(stamp, zone), instant, `${zone} ${stamp}`)
    }
  }
})
