import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { IntervalFold } from '../../../lib/traffic/interval-fold.ts'
import type { ClosedInterval } from '../../../lib/traffic/interval.ts'
import { readIntervals } from '../../../lib/traffic/saved-intervals.ts'
import { commonStamp } from '../../support/traffic-log.ts'
import { KeptIntervals, parserOf } from '../../support/traffic-scene.ts'

const NOW = Date.UTC(2026, 10, 20, 12) / 1000

/** A line of vhost_combined, from parts of which some are wrong. */
const line = fc
  .record({
    vhost: fc.constantFrom('a.example:80 ', 'b.example:443 ', 'c.example:80 ', ''),
    ip: fc.constantFrom('192.0.2.1', '2001:db8::1', 'client.example.net'),
    user: fc.constantFrom('-', 'mary', 'a b', 'x [', ''),
    seconds: fc.oneof(fc.integer({ min: -90, max: 15 }), fc.constantFrom(-1e9, -86_400, 1e9)),
    request: fc.constantFrom('GET /a?b HTTP/1.1', '-', '', 'GET /\\"a', '\\x16\\x03', 'GET "a', 'POST  HTTP/1.0'),
    status: fc.constantFrom('200', '204', '301', '404', '503', '99', '1000', '', '-', '20x'),
    size: fc.constantFrom('-', '0', '17', '5000', '', 'x', '9999999999999'),
  })
  .map(
    ({ vhost, ip, user, seconds, request, status, size }) =>
      `${vhost}${ip} - ${user} [${commonStamp(NOW + seconds)}] "${request}" ${status} ${size} "-" "-"`,
  )

const lines = fc.array(fc.oneof({ weight: 9, arbitrary: line }, fc.constantFrom('', 'x', ' ', '"', '\u00ff')), {
  maxLength: 40,
})

/** How a patient reader with a regular expression and a table counts the same lines. */
function naively(texts: readonly string[]): Record<string, number> {
  const pattern =
    /^([^: ]+):\S+ \S+ \S+ .+? \[\d\d\/\w{3}\/\d{4}:[\d:]{8} \+0000\] "(?:[^"\\]|\\.)*" (\d{1,9}) (-|\d{1,13}) "/
  const counts: Record<string, number> = {}
  const add = (name: string, by: number): number => (counts[name] = (counts[name] ?? 0) + by)
  for (const text of texts) {
    const [, vhost = '', status = '', size = ''] = pattern.exec(text) ?? []
    if (status === '') {
      add('unrecognised', 1)
      continue
    }
    const kind = Math.floor(Number(status) / 100)
    add('requests', 1)
    add('bytes', Number(size === '-' ? 0 : size))
    if (kind >= 1 && kind <= 5) add(`${kind}xx`, 1)
    add(vhost, 1)
  }
  return counts
}

function totalsOf(intervals: readonly ClosedInterval[]): Record<string, number> {
  const counts: Record<string, number> = {}
  const add = (name: string, by: number): void => {
    if (by > 0) counts[name] = (counts[name] ?? 0) + by
  }
  for (const { requests, bytes, classes, unrecognised, vhosts } of intervals) {
    add('requests', requests)
    add('bytes', bytes)
    add('unrecognised', unrecognised)
    classes.forEach((count, index) => add(`${index + 1}xx`, count))
    for (const [name, { requests }] of vhosts) add(name, requests)
  }
  return counts
}

/** Folds lines in chunks that end after these lines; the state is saved and read back after each, if asked for. */
function folded(
  texts: readonly string[],
  ends: readonly number[],
  isSaved: boolean,
): { intervals: string; state: string } {
  const settings = { interval: 10, outOfOrder: 10 }
  const kept = new KeptIntervals()
  let fold = new IntervalFold(settings)
  let from = 0
  for (const end of [...new Set(ends)].sort((one, other) => one - other).concat(texts.length)) {
    const bytes = Buffer.from(
      texts
        .slice(from, end)
        .map((text) => `${text}\n`)
        .join(''),
      'latin1',
    )
    fold.take(bytes, parserOf('vhost_combined'), { now: NOW }, kept)
    from = Math.max(from, end)
    if (!isSaved) continue
    const saved = readIntervals(JSON.parse(JSON.stringify(fold.saved())), settings)
    assert.ok(saved !== undefined)
    fold = new IntervalFold(settings, saved)
  }
  const state = JSON.stringify(fold.saved())
  fold.advance(NOW + 1000, kept)
  return { intervals: inJson(kept.intervals), state }
}

function inJson(intervals: readonly ClosedInterval[]): string {
  return JSON.stringify(intervals.map((interval) => ({ ...interval, vhosts: [...interval.vhosts] })))
}

function intervalsIn(json: string): readonly ClosedInterval[] {
  const intervals: readonly ClosedInterval[] = JSON.parse(json)
  return intervals.map((interval) => Object.assign(interval, { vhosts: new Map(interval.vhosts) }))
}

suite('whatever the lines, and in whatever order', () => {
  test('what all intervals count is what a naive reader counts', () => {
    fc.assert(
      fc.property(lines, (texts) => {
        const { intervals } = folded(texts, [], false)
        // A number with a value of zero is not there.
        const expected = Object.fromEntries(Object.entries(naively(texts)).filter(([, count]) => count > 0))
        assert.deepEqual(totalsOf(intervalsIn(intervals)), expected)
      }),
    )
  })

  test('neither chunks nor saved states change the intervals or the state by a byte', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(40)), fc.boolean(), (texts, ends, isSaved) => {
        assert.deepEqual(folded(texts, ends, isSaved), folded(texts, [], false))
      }),
    )
  })

  test('intervals close in order, each once', () => {
    fc.assert(
      fc.property(lines, (texts) => {
        const starts = intervalsIn(folded(texts, [], false).intervals).map(({ start }) => start)
        assert.deepEqual(
          starts,
          [...new Set(starts)].sort((one, other) => one - other),
        )
      }),
    )
  })
})
