import { OTHER, type TotalsKind } from '../../lib/totals/totals.ts'
import { amountOf } from '../store/totals/keyed-sums.ts'

/** Keys and their numbers. */
type KeyNumbers = readonly [key: string, numbers: readonly number[]]

/** By requests, messages or bytes, the highest first; what is alike by its name. */
export function highestFirst(kind: TotalsKind, rows: readonly KeyNumbers[]): readonly KeyNumbers[] {
  const sorted = rows.map((row) => ({ row, amount: amountOf(kind, row[1]) }))
  sorted.sort((one, other) => other.amount - one.amount || (one.row[0] < other.row[0] ? -1 : 1))
  return sorted.map(({ row }) => row)
}

/** The highest keys, and the rest of them, if there is any, as one more. */
export function shownKeys(kind: TotalsKind, rows: readonly KeyNumbers[], limit: number): readonly KeyNumbers[] {
  const ordered = highestFirst(
    kind,
    rows.filter(([key]) => key !== OTHER),
  )
  const rest = [...ordered.slice(limit), ...rows.filter(([key]) => key === OTHER)].map(([, numbers]) => numbers)
  const [first, ...more] = rest
  if (first === undefined) return ordered
  const sum = more.reduce((sums, numbers) => sums.map((each, at) => each + (numbers[at] ?? 0)), first)
  return [...ordered.slice(0, limit), [OTHER, sum]]
}
