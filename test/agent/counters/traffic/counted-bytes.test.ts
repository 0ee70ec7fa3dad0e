import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { TrafficConfig, TrafficRule } from '../../../../agent/config/traffic/traffic-config.ts'
import type { CountedNews } from '../../../../agent/counters/counter.ts'
import { TrafficCounter } from '../../../../agent/counters/traffic/traffic-counter.ts'
import { isFormatFault } from '../../../../lib/traffic/log-format/format-fault.ts'
import { LineParser } from '../../../../lib/traffic/log-format/line-parser.ts'
import { compileFormat } from '../../../../lib/traffic/log-format/log-format.ts'
import { NOON, QUIET, logOf, requestLine } from '../../../support/counted-traffic.ts'

const SITES = ['a.example', 'b.example', 'c.example-ssl_log']

const RULE: TrafficRule = {
  measure: 'requests',
  over: 0.2,
  least: 0,
  window: 30,
  clear: 0.8,
  for: 0,
  judges: 'closed intervals',
  of: ['host', 'vhost'],
}

const CONFIG: TrafficConfig = {
  ...QUIET,
  rules: [
    RULE,
    { ...RULE, measure: 'bytes', over: 50, for: 10 },
    { ...RULE, measure: 'errors', over: 0.3, least: 2 },
    { ...RULE, measure: 'silence', over: 0.1, clear: 1 },
  ],
  logins: { over: 2, window: 40, clear: 0.5 },
}

/** A line, of which the time is told from that of the look before which it comes. */
const line = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      after: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -40, max: 12 }) }, fc.constantFrom(-86_400, 1e9)),
      status: fc.constantFrom(200, 304, 404, 500, 503),
      size: fc.constantFrom(0, 100, 5000, 9_999_999_999_999),
      request: fc.constantFrom('GET / HTTP/1.1', 'POST /wp-login.php HTTP/1.1', '-'),
      ip: fc.constantFrom('192.0.2.1', '2001:db8::1', 'client.example.net'),
    }),
  },
  fc.constantFrom('', 'x', '"', '\u00ff'),
)

/** What each log gets before each look. */
const looks = fc.array(fc.tuple(...SITES.map(() => fc.array(line, { maxLength: 8 }))), { minLength: 1, maxLength: 25 })

type Looks = readonly (readonly (readonly (string | { readonly after: number })[])[])[]

/** How much later a look is than the one before, in seconds. */
const STEP = 10

function textOf(each: string | { readonly after: number }, now: number): string {
  return typeof each === 'string' ? `${each}\n` : requestLine({ ...each, time: now + each.after })
}

interface Reading {
  /** Whether logs are read in the opposite order, line by line, and the state is saved and taken up after each. */
  readonly isPieced: boolean
}

/** Reads all, then until nothing is open any more; what the counter said, and knows at last. */
function read(all: Looks, { isPieced }: Reading): { readonly news: CountedNews; readonly state: unknown } {
  let counter = new TrafficCounter(CONFIG, undefined)
  const news: CountedNews[] = []
  let now = NOON
  for (const look of [...all, ...Array.from({ length: 15 }, () => SITES.map(() => []))]) {
    now += STEP
    const logs = SITES.map((site, index) => ({ log: logOf(site), lines: look[index] ?? [] }))
    for (const { log, lines } of isPieced ? logs.toReversed() : logs) {
      const texts = lines.map((each) => textOf(each, now))
      for (const text of isPieced ? texts : [texts.join('')]) counter.take(log, Buffer.from(text, 'latin1'), now)
      if (isPieced) counter = new TrafficCounter(CONFIG, JSON.parse(JSON.stringify(counter.saved())))
    }
    for (const { log } of logs) counter.ended(log, now)
    news.push(counter.news(now))
  }
  const events = news.flatMap((each) => each.events)
  return { news: { events, totals: news.flatMap(({ totals }) => totals) }, state: counter.saved() }
}

test('in whatever pieces and order logs are read and the state is saved, the same is told', () => {
  fc.assert(
    fc.property(looks, (all) => {
      assert.deepEqual(read(all, { isPieced: true }), read(all, { isPieced: false }))
    }),
  )
})

test('the minutes sum up to all lines, whatever is in them', () => {
  const plan = compileFormat('combined')
  assert.ok(!isFormatFault(plan))
  const parser = new LineParser(plan)
  fc.assert(
    fc.property(looks, (all) => {
      const texts = all.flatMap((look, index) =>
        look.flatMap((lines) => lines.map((each) => textOf(each, NOON + (index + 1) * STEP))),
      )
      const recognised = texts.filter((text) => {
        parser.begin(Buffer.from(text, 'latin1'))
        parser.read(0)
        return parser.line.isRecognised
      })
      const { totals } = read(all, { isPieced: false }).news
      assert.equal(sum(totals, 1), recognised.length)
      assert.equal(sum(totals, 7), recognised.filter((text) => /" 50[03] /.test(text)).length)
      assert.equal(new Set(totals.map(({ start }) => start)).size, totals.length)
    }),
  )
})

test('the names of events are unique', () => {
  fc.assert(
    fc.property(looks, (all) => {
      const names = read(all, { isPieced: false }).news.events.map(({ name }) => name)
      assert.equal(new Set(names).size, names.length)
    }),
  )
})

function sum(totals: CountedNews['totals'], column: number): number {
  return totals.reduce((sum, { rows }) => sum + Number(rows[0]?.[column] ?? 0), 0)
}
