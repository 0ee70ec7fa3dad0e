import { plainCell } from '../../../lib/terminal/plain-cell.ts'
import { rightAligned } from '../../../lib/terminal/right-aligned.ts'
import { sizeWithUnit } from '../../../lib/terminal/size-with-unit.ts'
import { sparkline } from '../../../lib/terminal/sparkline.ts'
import { table } from '../../../lib/terminal/table.ts'
import { utf8Text } from '../../../lib/text/utf8-text.ts'
import { timeInZone } from '../../../lib/time/stamp.ts'
import type { GuardWord } from '../../../lib/traffic/guard/guard-rule.ts'
import type { TrafficCounts } from '../../../lib/traffic/interval.ts'
import type { LargeRequest } from './largest-requests.ts'
import type { IntervalSums, TrafficResult } from './traffic-numbers.ts'
import type { TrafficSums } from './traffic-sums.ts'

/** How tables are shown. */
export interface ShownIn {
  readonly zone: string | undefined
  /** Columns of the terminal. */
  readonly width: number
  /** Intervals, the last ones, and virtual hosts that are shown at most. */
  readonly most: number
}

/** Columns of the sparkline. */
const SPARKLINE = 60

const NUMBERS = ['REQUESTS', 'SIZE', 'MEAN', '1XX', '2XX', '3XX', '4XX', '5XX']

/** The columns of intervals. */
export const INTERVAL_HEAD: readonly string[] = ['INTERVAL', ...NUMBERS, 'LATE']

/** An interval as cells. */
export function intervalCells(interval: IntervalSums, zone: string | undefined): readonly string[] {
  return [timeInZone(interval.start, zone), ...countCells(interval), String(interval.late)]
}

/** All that was counted, for people. */
export function* tableLines(result: TrafficResult, shown: ShownIn): Generator<string> {
  const { intervals, total, vhosts, tops, words } = result
  const { zone, most } = shown
  yield* requestsLine(intervals, shown)
  yield* intervalLines(intervals.slice(-most), total, shown)
  if (vhosts.length > 0)
    yield* aligned(
      [
        ['VIRTUAL HOST', ...NUMBERS],
        ...vhosts.slice(0, most).map(([name, counts]) => [name].concat(countCells(counts))),
      ],
      shown,
      true,
    )
  yield* topLines(tops, shown)
  if (words.length > 0) yield '\n'
  for (const word of words.slice(-most)) yield `${wordLine(word, zone)}\n`
}

/** Intervals with a sum. */
export function* intervalLines(
  intervals: readonly IntervalSums[],
  total: TrafficSums,
  shown: ShownIn,
): Generator<string> {
  const rows = intervals.map((each) => intervalCells(each, shown.zone))
  yield* aligned([INTERVAL_HEAD, ...rows, ['total', ...countCells(total), String(total.late)]], shown)
}

/** The lists of keys. */
export function* topLines(tops: TrafficResult['tops'], shown: ShownIn): Generator<string> {
  for (const { key, by, entries } of tops) {
    if (entries.length === 0) continue
    const rows = entries.map(({ key: value, requests, bytes, error }) => {
      const isBoth = error === 0
      return [
        utf8Text(value) || '(none)',
        isBoth || by === 'requests' ? String(requests) : '',
        isBoth || by === 'bytes' ? sizeWithUnit(bytes) : '',
      ]
    })
    yield* aligned([[`${key.toUpperCase()} BY ${by.toUpperCase()}`, 'REQUESTS', 'SIZE'], ...rows], shown, true)
  }
}

/** A sparkline of requests over the whole time, if that has several intervals. */
export function* requestsLine(intervals: readonly IntervalSums[], { zone, width }: ShownIn): Generator<string> {
  const [first, last] = [intervals[0], intervals.at(-1)]
  if (first === undefined || last === undefined || first === last) return
  const title = `${timeInZone(first.start, zone)} to ${timeInZone(last.start, zone)}: `
  const points = intervals.map(({ start, requests }) => ({ at: start, value: requests }))
  yield `${title}${sparkline(points, Math.max(1, Math.min(SPARKLINE, width - title.length)))}\n\n`
}

/** What a guard says, in words. */
export function wordLine({ says, at, value, limit }: GuardWord, zone: string | undefined): string {
  const what =
    says === 'high'
      ? `High traffic: ${value} requests in the window, more than ${limit}`
      : `Traffic is normal again: ${value} requests in the window`
  return `${timeInZone(at, zone)}  ${what}`
}

/** The largest requests. */
export function* largestTable(requests: readonly LargeRequest[], shown: ShownIn): Generator<string> {
  const rows = requests.map(({ size, time, ip, vhost, page }) => [
    sizeWithUnit(size).padStart(8),
    timeInZone(time, shown.zone),
    ip,
    vhost,
    page,
  ])
  for (const line of table([['    SIZE', 'TIME', 'ADDRESS', 'VIRTUAL HOST', 'PAGE'], ...rows.map(plain)], shown.width))
    yield `${line}\n`
}

function* aligned(rows: readonly (readonly string[])[], { width }: ShownIn, isApart = false): Generator<string> {
  if (isApart) yield '\n'
  for (const line of table(rightAligned(rows.map(plain)), width)) yield `${line}\n`
}

function plain(cells: readonly string[]): readonly string[] {
  return cells.map(plainCell)
}

function countCells({ requests, bytes, classes }: TrafficCounts): readonly string[] {
  const mean = requests === 0 ? 0 : Math.round(bytes / requests)
  return [String(requests), sizeWithUnit(bytes), sizeWithUnit(mean), ...classes.map(String)]
}
