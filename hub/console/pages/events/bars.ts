import type { FacetsAnswer } from '../../../contract/event-contract.ts'
import { CHART_GROUPS, chartGroup } from '../../words/kind-words.ts'

/** What a chart of events shows: one bar for each span, in groups that are stacked. */
export interface Bars {
  /** The first second of each bar. */
  readonly times: readonly number[]
  /** Seconds of a bar. */
  readonly width: number
  /** Of each group, in the order of the stack, how many of them and of those below it there were. */
  readonly sums: readonly (readonly number[])[]
  /** The largest number of a bar. */
  readonly peak: number
  /** Up to when nothing was counted, in seconds; undefined if all was. */
  readonly uncountedUntil: number | undefined
}

/** More bars than this are not drawn. */
const MOST = 400

/** The bars of what was counted, from the beginning of the filters to their end. */
export function barsOf({ spans, whole }: FacetsAnswer, filters: URLSearchParams, anchor: number): Bars {
  const width = barWidth(filters, anchor)
  const seen = spans.map(({ time }) => time)
  const [first, last] = [Math.min(...seen, anchor), Math.max(...seen, 0)]
  const end = Math.min(Number(filters.get('until') ?? Infinity), Math.max(anchor + 1, last + 1))
  const start = Math.max(Number(filters.get('from') ?? first), end - MOST * width)
  const begin = start - (start % width)
  const times = Array.from({ length: Math.max(1, Math.ceil((end - begin) / width)) }, (_, at) => begin + at * width)
  const rows = CHART_GROUPS.map(() => times.map(() => 0))
  for (const { time, type, count } of spans) {
    const [row, at] = [rows[CHART_GROUPS.indexOf(chartGroup(type))], Math.floor((time - begin) / width)]
    if (row?.[at] !== undefined) row[at] += count
  }
  const sums = rows.map((_, group) =>
    times.map((_, at) => rows.slice(0, group + 1).reduce((sum, row) => sum + (row[at] ?? 0), 0)),
  )
  const peak = Math.max(1, ...(sums.at(-1) ?? []))
  return { times, width, sums, peak, uncountedUntil: whole ? undefined : first }
}

const STEPS = [60, 300, 900, 3600, 7200, 6 * 3600, 86_400]

/** How wide the bars of a chart are, in seconds: at most a hundred of them, if days are enough for that. */
export function barWidth(filters: URLSearchParams, anchor: number): number {
  const [from, until] = [Number(filters.get('from') ?? 0), Number(filters.get('until') ?? anchor)]
  return STEPS.find((step) => (until - from) / step <= 100) ?? 86_400
}
