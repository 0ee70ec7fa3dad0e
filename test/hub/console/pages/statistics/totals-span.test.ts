import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statisticsWish } from '../../../../../hub/console/pages/statistics/statistics-wish.ts'
import {
  spanBefore,
  totalsPath,
  type TotalsSpan,
  totalsSpan,
} from '../../../../../hub/console/pages/statistics/totals-span.ts'

/** 28 November 2026, 09:24:31 UTC. */
const NOW = Date.UTC(2026, 10, 28, 9, 24, 31) / 1000

function spansOf(text: string, now = NOW): readonly (readonly [string, string] | undefined)[] {
  const query = new URLSearchParams(text)
  const wish = statisticsWish(query)
  const span = totalsSpan(query, wish, now)
  const iso = (of: TotalsSpan | undefined): readonly [string, string] | undefined =>
    of && [isoMinute(of.from), isoMinute(of.until)]
  return [iso(span), iso(spanBefore(span, wish))]
}

function isoMinute(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 16)
}

test('a time and the one before it have as many whole minutes, hours or days as are counted', () => {
  assert.deepEqual(spansOf('last=1h'), [
    ['2026-11-28T08:25', '2026-11-28T09:25'],
    ['2026-11-28T07:25', '2026-11-28T08:25'],
  ])
  assert.deepEqual(spansOf(''), [
    ['2026-11-27T10:00', '2026-11-28T10:00'],
    ['2026-11-26T10:00', '2026-11-27T10:00'],
  ])
  assert.deepEqual(spansOf('show=mail'), [
    ['2026-11-27T10:00', '2026-11-28T10:00'],
    ['2026-11-26T10:00', '2026-11-27T10:00'],
  ])
  assert.deepEqual(spansOf('show=bandwidth&last=7d'), [
    ['2026-11-22T00:00', '2026-11-29T00:00'],
    ['2026-11-15T00:00', '2026-11-22T00:00'],
  ])
})

test('bytes of a time shorter than a day are those of its day', () => {
  assert.deepEqual(spansOf('show=bandwidth&last=1h'), [
    ['2026-11-28T00:00', '2026-11-29T00:00'],
    ['2026-11-27T00:00', '2026-11-28T00:00'],
  ])
})

test('a time that is typed begins and ends in whole minutes, and one without a beginning has none before it', () => {
  const [from, until] = [NOW - 3600, NOW - 1800]
  assert.deepEqual(spansOf(`from=${from}&until=${until}`), [
    ['2026-11-28T08:24', '2026-11-28T08:55'],
    ['2026-11-28T07:53', '2026-11-28T08:24'],
  ])
  const [all, before] = spansOf('last=all')
  assert.equal(all?.[0], '2025-10-24T00:00')
  assert.equal(before, undefined)
})

test('the API is asked for what the address says, and nothing else', () => {
  const query = 'show=mail&of=senders&host=srv07&label=eu&key=a%26b&by=bytes&nonsense=1'
  const wish = statisticsWish(new URLSearchParams(query))
  assert.equal(
    totalsPath(wish, { from: 60, until: 120 }, wish.key),
    '/api/v1/totals?kind=senders&from=60&until=120&host=srv07&label=eu&key=a%26b&limit=1000',
  )
})
