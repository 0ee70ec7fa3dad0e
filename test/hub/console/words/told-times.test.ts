import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortDay } from '../../../../hub/console/words/numbers.ts'
import { withTimesIn } from '../../../../hub/console/words/told-times.ts'

const SENTENCE = 'It was told at 2024-11-28 23:34:46 UTC; then not before 2024-11-29 08:00:00 UTC.'

/** As if the browser were there while something is done. */
function inZone(zone: string, does: () => void): void {
  const before = process.env['TZ']
  process.env['TZ'] = zone
  try {
    does()
  } finally {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  }
}

test('a sentence of the hub tells its times as the page around it does', () => {
  inZone('Asia/Tokyo', () =>
    assert.equal(
      withTimesIn('local', SENTENCE),
      'It was told at 29 Nov 2024, 08:34:46; then not before 29 Nov 2024, 17:00:00.',
    ),
  )
  assert.equal(withTimesIn('utc', SENTENCE), SENTENCE)
  const none = 'It was told at 2024-13-45 99:00:00 UTC.'
  assert.equal(withTimesIn('local', none), none, 'what is no time stays')
})

test('a day of another year is told with its year', () => {
  const [day, now] = [Date.UTC(2025, 10, 28) / 1000, Date.UTC(2026, 10, 28) / 1000]
  assert.equal(shortDay(day, 'utc', now), '28 Nov 2025')
  assert.equal(shortDay(now, 'utc', now), '28 Nov')
})
