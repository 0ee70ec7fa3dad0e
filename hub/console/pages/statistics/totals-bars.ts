import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import type { TotalsSpan } from './totals-span.ts'
import { numbersOf, type NumberOf } from './totals-sums.ts'

/** A bar: the sums of the periods in it. */
export interface TotalsBar {
  readonly time: number
  /** One for each series, in the order of the stack; undefined if nobody told anything. */
  readonly values: readonly number[] | undefined
}

/** Bars of a time, and where nobody told anything. */
export interface TotalsBars {
  readonly bars: readonly TotalsBar[]
  /** Seconds of a bar. */
  readonly width: number
  readonly untold: readonly TotalsSpan[]
}

/** More bars than this are drawn as fewer wider ones. */
const MOST = 200

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]

const WIDTHS = [
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 7, 28].map((days) => days * DAY),
]

/** A host tells what it counted a little after a period is over: until then nothing is missing. Seconds. */
const LATE = 600

type Counted = Pick<TotalsAnswer, 'numbers' | 'points' | 'step'>

/** The bars of a time, each series a number of the row; `now` in seconds. */
export function totalsBars(
  { numbers, points, step }: Counted,
  { from, until }: TotalsSpan,
  series: (of: NumberOf) => readonly number[],
  now: number,
): TotalsBars {
  const width = WIDTHS.find((each) => each >= step && (until - from) / each <= MOST) ?? Math.max(step, 28 * DAY)
  // Weeks begin with the time, all else with the clock.
  const begin = from - (from % Math.min(width, DAY))
  const bars = Array.from({ length: Math.max(1, Math.ceil((until - begin) / width)) }, (_, at) => begin + at * width)
  const within = Map.groupBy(points, ({ time }) => Math.floor((time - begin) / width))
  return {
    bars: bars.map((time, at) => {
      const rows = within.get(at)?.map((point) => series(numbersOf(numbers, point.numbers)))
      return { time, values: rows?.reduce((sums, row) => sums.map((sum, index) => sum + (row[index] ?? 0))) }
    }),
    width,
    untold: untoldSpans(
      points.map(({ time }) => time),
      step,
      { from, until: Math.min(until, now - step - LATE) },
    ),
  }
}

/** Where no period was told; what is shorter than one hides none. */
function untoldSpans(times: readonly number[], step: number, { from, until }: TotalsSpan): readonly TotalsSpan[] {
  const sorted = times.toSorted((a, b) => a - b)
  const [ends, begins] = [
    [from, ...sorted.map((time) => time + step)],
    [...sorted, until],
  ]
  return ends.flatMap((end, at) => {
    const next = Math.min(begins[at] ?? until, until)
    return next - end >= step ? [{ from: end, until: next }] : []
  })
}

/** The sums from below: each series with those that it is stacked on. */
export function stacked(bars: readonly TotalsBar[], series: number): readonly (readonly number[])[] {
  return Array.from({ length: series }, (_, top) =>
    bars.map(({ values }) => (values ?? []).slice(0, top + 1).reduce((sum, value) => sum + value, 0)),
  )
}
