import { addTo, filled, type SavedRow } from '../../../lib/mail-statistics/count-table.ts'
import { OTHER } from '../../../lib/totals/totals.ts'

/** What rows are, and which of them come first. */
export interface Ranking {
  /** Numbers in a row. */
  readonly width: number
  /** What rows are compared by: the first difference counts. */
  readonly weights: (numbers: readonly number[]) => readonly number[]
  /** Rows that are kept; all further ones are one, `(other)`. */
  readonly most: number
}

/** The highest rows, the highest first, then `(other)` if there is more. */
export function rankedRows(rows: readonly SavedRow[], { width, weights, most }: Ranking): readonly SavedRow[] {
  const all = rows
    .filter(([key]) => key !== OTHER)
    .map((row) => {
      const [key, ...numbers] = row
      return { key, row, weights: weights(filled(numbers, width)) }
    })
    .toSorted(byWeight)
  const rest = [...rows.filter(([key]) => key === OTHER), ...all.slice(most).map(({ row }) => row)]
  const kept = all.slice(0, most).map(({ row }) => row)
  if (rest.length === 0) return kept
  const sum = filled([], width)
  for (const [, ...numbers] of rest) addTo(sum, numbers)
  return [...kept, [OTHER, ...sum]]
}

interface Weighed {
  readonly key: string
  readonly weights: readonly number[]
}

function byWeight(one: Weighed, other: Weighed): number {
  for (const [index, weight] of one.weights.entries()) {
    const difference = (other.weights[index] ?? 0) - weight
    if (difference !== 0) return difference
  }
  return one.key < other.key ? -1 : 1
}
