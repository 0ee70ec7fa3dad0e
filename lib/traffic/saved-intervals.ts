import * as v from 'valibot'
import { IntervalRows, ROW } from './interval-rows.ts'

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Open intervals at most: what is late by more is counted as late. */
export const MOST_OPEN = 64

/**
 * The state of an `IntervalFold`, as plain JSON. `names` are those of virtual hosts in the order of their numbers; a
 * row is a number as the distance from that of the row before, and then what `IntervalRows` counts. `start` is null
 * while no line has said a time.
 */
export const savedIntervals = v.strictObject({
  version: v.literal(1),
  /** Length of an interval, and how much later a line may come, both in seconds. */
  interval: v.pipe(count, v.minValue(1)),
  outOfOrder: count,
  /** The beginning of the earliest interval that may open: all before are closed. */
  boundary: v.nullable(count),
  names: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^[!#-[\]-~]{1,253}$/))),
    v.maxLength(10_000),
    v.check((names) => names.join('').length <= 262_144),
  ),
  open: v.pipe(
    v.array(
      v.strictObject({
        start: v.nullable(count),
        late: count,
        future: count,
        unrecognised: count,
        rows: v.pipe(
          v.array(count),
          v.check((rows) => rows.length % (ROW + 1) === 0),
        ),
      }),
    ),
    v.maxLength(MOST_OPEN),
  ),
})

/** See `savedIntervals`. */
export type SavedIntervals = v.InferOutput<typeof savedIntervals>

/**
 * A saved state; undefined for what is none: of another version, of another length of intervals, or damaged. Then what
 * was open when it was saved is not known any more.
 */
export function readIntervals(
  saved: unknown,
  { interval, outOfOrder }: { readonly interval: number; readonly outOfOrder: number },
): SavedIntervals | undefined {
  const { success, output } = v.safeParse(savedIntervals, saved)
  if (!success || output.interval !== interval || output.outOfOrder !== outOfOrder) return undefined
  return isConsistent(output) ? output : undefined
}

function isConsistent({ names, open, interval, boundary }: SavedIntervals): boolean {
  if (new Set(names).size !== names.length) return false
  const starts = open.map(({ start }) => start).filter((start) => start !== null)
  if (starts.length < open.length && open.length > 1) return false
  return (
    starts.every((start, index) => start % interval === 0 && start > (starts[index - 1] ?? (boundary ?? 0) - 1)) &&
    open.every(({ rows }) => rowsFit(rows, names.length))
  )
}

/** Whether each row has a higher number than the one before, and the last one a name. */
function rowsFit(rows: readonly number[], names: number): boolean {
  let number = -1
  for (let at = 0; at < rows.length; at += ROW + 1) {
    const step = rows[at] ?? 0
    if (step === 0 || rows[at + 1] === 0) return false
    number += step
  }
  return number < names + 2
}

/** An open interval as it was saved. */
export function rowsOf({ start, late, future, unrecognised, rows }: SavedIntervals['open'][number]): IntervalRows {
  const interval = new IntervalRows(start ?? NaN)
  Object.assign(interval, { late, future, unrecognised })
  let number = -1
  for (let at = 0; at < rows.length; at += ROW + 1) {
    number += rows[at] ?? 0
    interval.setRow(number, rows.slice(at + 1, at + 1 + ROW))
  }
  return interval
}

/** An open interval as it is saved. */
export function savedRows(interval: IntervalRows): SavedIntervals['open'][number] {
  const { start, late, future, unrecognised } = interval
  const numbers = interval.numbers()
  const rows = numbers.flatMap((number, index) => [number - (numbers[index - 1] ?? -1)].concat(interval.row(number)))
  return { start: Number.isNaN(start) ? null : start, late, future, unrecognised, rows }
}
