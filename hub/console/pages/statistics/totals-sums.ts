import type { TotalsAnswer } from '../../../contract/totals-contract.ts'

/** What a number of a row is called, and how much it is; undefined if the hub tells none of that name. */
export type NumberOf = (name: string) => number | undefined

/** Reads the numbers of a row by their names. */
export function numbersOf(names: readonly string[], row: readonly number[]): NumberOf {
  return (name) => {
    if (name === 'total') return row.reduce((sum, each) => sum + each, 0)
    const at = names.indexOf(name)
    return at === -1 ? undefined : (row[at] ?? 0)
  }
}

/** The sums of some rows, number by number. */
function summedUp(width: number, rows: readonly (readonly number[])[]): readonly number[] {
  return Array.from({ length: width }, (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0))
}

/** The sums of all that an answer tells of its time. */
export function sumsOf({ numbers, points }: TotalsAnswer): NumberOf {
  return numbersOf(
    numbers,
    summedUp(
      numbers.length,
      points.map((point) => point.numbers),
    ),
  )
}

/**
 * An answer about one key, with what all of the same hosts tell of the same time: where they told something and nothing
 * of the key, there was none of it.
 */
export function filledIn(keyed: TotalsAnswer, whole: TotalsAnswer): TotalsAnswer {
  const known = new Map(keyed.points.map((point) => [point.time, point]))
  const none = keyed.numbers.map(() => 0)
  const points = whole.points.map(({ time }) => known.get(time) ?? { time, numbers: none })
  return { ...keyed, points, untold: whole.untold }
}

/** For how many seconds anybody told anything. */
export function toldSeconds({ points, step }: Pick<TotalsAnswer, 'points' | 'step'>): number {
  return points.length * step
}

/** Less than this part of the time is not enough to compare with. */
const ENOUGH = 0.9

/** Whether the time before can be compared with: it was told for as long, but for a little. */
export function isComparable(now: TotalsAnswer, before: TotalsAnswer): boolean {
  const told = toldSeconds(before)
  return told > 0 && told >= ENOUGH * toldSeconds(now)
}

/** How a count stands to that before it. */
export type Difference =
  | { readonly is: 'times'; readonly by: number }
  | { readonly is: 'less'; readonly percent: number }

/** What is less than this many times as much, or as little, is as usual. */
const ODD = 1.5

/** How a count differs from that before it; undefined if it does not by more than half, or by no more than chance. */
export function difference(now: number, before: number): Difference | undefined {
  const isChance = Math.abs(now - before) <= 3 * Math.sqrt(now + before)
  if (isChance || before === 0) return undefined
  if (now >= before * ODD) return { is: 'times', by: now / before }
  return now * ODD <= before ? { is: 'less', percent: (1 - now / before) * 100 } : undefined
}

/** Whether a part of a whole is a larger share than before, by more than chance. */
export function isMoreOf(
  now: readonly [part: number, whole: number],
  then: readonly [part: number, whole: number],
): boolean {
  const expected = then[1] === 0 ? 0 : (then[0] * now[1]) / then[1]
  return difference(now[0], Math.max(1, expected))?.is === 'times'
}

/** Of how many times before a habit is made at most. */
export const USUAL_SPANS = 7

/** Fewer make none. */
const FEWEST_SPANS = 3

/**
 * What is usual in as much time: the median of the times before, of which one counts only if it was told. Undefined if
 * too few were.
 */
export function usualOfSpansBefore(
  { numbers, points, step }: Pick<TotalsAnswer, 'numbers' | 'points' | 'step'>,
  { from, until }: { readonly from: number; readonly until: number },
  name: string,
): number | undefined {
  const length = until - from
  const sums = Array.from({ length: USUAL_SPANS }, (_, at) => {
    const its = points.filter(({ time }) => time >= from - (at + 1) * length && time < from - at * length)
    if (its.length * step < ENOUGH * length) return undefined
    return its.reduce((sum, point) => sum + (numbersOf(numbers, point.numbers)(name) ?? 0), 0)
  }).filter((sum) => sum !== undefined)
  if (sums.length < FEWEST_SPANS) return undefined
  return sums.toSorted((a, b) => a - b)[Math.floor((sums.length - 1) / 2)]
}
