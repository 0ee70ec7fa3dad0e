import type { SpanOfKind } from '../../../contract/event-contract.ts'

/** An hour of a chart, beside what is usual at that time of the day. */
export interface HourBar {
  /** Its first second. */
  readonly time: number
  readonly count: number
  /** What is usual, from and up to; undefined as long as too few days are known. */
  readonly usual: { readonly low: number; readonly high: number } | undefined
  /** Whether there were more than usual. */
  readonly isMore: boolean
}

/** A day of a kind of events, hour by hour. */
export interface ChartedDay {
  readonly bars: readonly HourBar[]
  readonly total: number
  /** How many there are in a day, as a rule: the median of the days before. */
  readonly usualTotal: number | undefined
  /** The largest number, of the bars and of what is usual. */
  readonly peak: number
  /** Whether none was told, in all the time that was looked at. */
  readonly isUntold: boolean
  /** For how many days anything at all has been told, as far as it was looked at; undefined if for less than a day. */
  readonly toldDays: number | undefined
}

/** How many days before the last 24 hours are looked at. */
export const USUAL_DAYS = 14

/** Fewer do not make a habit. */
const FEWEST_DAYS = 7

const [HOUR, DAY] = [3600, 86_400]

/**
 * The last 24 hours up to a time, in seconds. `past` has the counts by hour of the days before; `firstHour` is the
 * first hour in which anything at all was told, if there is one.
 */
export function dayChart(
  counts: { readonly day: readonly SpanOfKind[]; readonly past: readonly SpanOfKind[] },
  kinds: readonly string[],
  { until, firstHour }: { readonly until: number; readonly firstHour: number | undefined },
): ChartedDay {
  const [day, past] = [byHour(counts.day, kinds), byHour(counts.past, kinds)]
  const end = until - (until % HOUR) + HOUR
  const times = Array.from({ length: DAY / HOUR }, (_, at) => end - DAY + at * HOUR)
  const toldDays = firstHour === undefined ? 0 : Math.floor((end - firstHour) / DAY)
  const known = firstHour === undefined ? 0 : Math.min(USUAL_DAYS, Math.floor((end - DAY - firstHour) / DAY))
  const ago = known < FEWEST_DAYS ? [] : Array.from({ length: known }, (_, at) => (at + 1) * DAY)
  const bars = times.map((time): HourBar => {
    const count = day.get(time) ?? 0
    const usual = usualOf(ago.map((before) => past.get(time - before) ?? 0))
    return { time, count, usual, isMore: usual !== undefined && count > usual.high }
  })
  const totals = ago.map((before) => sum(times.map((time) => past.get(time - before) ?? 0)))
  const total = sum(bars.map(({ count }) => count))
  return {
    bars,
    total,
    usualTotal: median(totals),
    peak: Math.max(1, ...bars.flatMap(({ count, usual }) => [count, usual?.high ?? 0])),
    isUntold: total === 0 && past.size === 0,
    toldDays: toldDays === 0 ? undefined : toldDays,
  }
}

/** From the least to the most of these hours, and as much more as chance brings (twice the root, as of counts). */
function usualOf(counts: readonly number[]): HourBar['usual'] {
  if (counts.length === 0) return undefined
  const most = Math.max(...counts)
  return { low: Math.min(...counts), high: Math.ceil(most + 2 * Math.sqrt(most + 1)) }
}

function byHour(counts: readonly SpanOfKind[], kinds: readonly string[]): ReadonlyMap<number, number> {
  const hours = new Map<number, number>()
  for (const { time, type, count } of counts) if (kinds.includes(type)) hours.set(time, (hours.get(time) ?? 0) + count)
  return hours
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function median(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}
