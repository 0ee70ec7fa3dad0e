import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { dueAt, GATHERING } from '../../../agent/alerts/due.ts'

const [MINUTE, HOUR] = [60_000, 3_600_000]
const zone = process.env['TZ']

afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

/** When a message is due about what was sealed at a time, as the clock of a zone shows it. */
function dueIn(tz: string, pace: Parameters<typeof dueAt>[0]['pace'], first: string): string {
  process.env['TZ'] = tz
  const at = new Date(first).getTime()
  return new Date(dueAt({ pace, limit: MINUTE, told: undefined, first: at, now: at })).toISOString()
}

test('at once is seconds after the first event, and not before the limit is over', () => {
  const parts = { pace: 'at once', limit: 10 * MINUTE, first: HOUR, now: HOUR } as const
  assert.equal(dueAt({ ...parts, told: undefined }), HOUR + GATHERING)
  assert.equal(dueAt({ ...parts, told: HOUR - MINUTE }), HOUR + 9 * MINUTE)
  assert.equal(dueAt({ ...parts, told: 0 }), HOUR + GATHERING)
})

test('a clock that was set back delays nothing by more than the limit', () => {
  assert.equal(dueAt({ pace: 'at once', limit: MINUTE, told: 90 * HOUR, first: 80 * HOUR, now: HOUR }), HOUR + MINUTE)
})

test('hourly is at the next full hour of the local clock', () => {
  assert.equal(dueIn('UTC', 'hourly', '2026-11-20T08:00:00Z'), '2026-11-20T09:00:00.000Z')
  assert.equal(dueIn('UTC', 'hourly', '2026-11-20T08:59:59Z'), '2026-11-20T09:00:00.000Z')
  assert.equal(dueIn('Asia/Kolkata', 'hourly', '2026-11-20T08:01:00Z'), '2026-11-20T08:30:00.000Z')
  // 02:59 comes twice that night, and so does the full hour after it.
  assert.equal(dueIn('Europe/Vienna', 'hourly', '2026-10-25T00:30:00Z'), '2026-10-25T01:00:00.000Z')
  assert.equal(dueIn('Europe/Vienna', 'hourly', '2026-10-25T01:30:00Z'), '2026-10-25T02:00:00.000Z')
})

test('daily is at the next such time of the local clock, once a day also when it changes', () => {
  const [morning, night] = [
    { hour: 8, minute: 5 },
    { hour: 2, minute: 30 },
  ]
  assert.equal(dueIn('UTC', morning, '2026-11-20T08:04:59Z'), '2026-11-20T08:05:00.000Z')
  assert.equal(dueIn('UTC', morning, '2026-11-20T08:05:00Z'), '2026-11-21T08:05:00.000Z')
  assert.equal(dueIn('Europe/Vienna', morning, '2026-10-24T12:00:00Z'), '2026-10-25T07:05:00.000Z')
  assert.equal(dueIn('Europe/Vienna', morning, '2026-03-28T12:00:00Z'), '2026-03-29T06:05:00.000Z')
  // 02:30 is left out, then comes twice.
  assert.equal(dueIn('Europe/Vienna', night, '2026-03-28T12:00:00Z'), '2026-03-29T01:30:00.000Z')
  assert.equal(dueIn('Europe/Vienna', night, '2026-10-25T00:29:00Z'), '2026-10-25T00:30:00.000Z')
  assert.equal(dueIn('Europe/Vienna', night, '2026-10-25T00:31:00Z'), '2026-10-26T01:30:00.000Z')
})
