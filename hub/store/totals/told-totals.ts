import { type Totals, type TotalsKind, type TotalsRow, WHOLE } from '../../../lib/totals/totals.ts'
import { amountOf, KEYS_TOLD, KeyedSums } from './keyed-sums.ts'

/** What an agent told of a period, as it is kept: with few enough keys, and senders in small letters. */
export type ToldTotals = Omit<Totals, 'id'>

/** What is kept of totals: the keys with the most, and the others together. */
export function toldTotals({ kind, start, seconds, revision, rows }: Totals): ToldTotals {
  const sums = new KeyedSums(kind, KEYS_TOLD)
  const whole = rows.find(([key]) => key === WHOLE)
  const others = rows
    .filter(([key]) => key !== WHOLE)
    .toSorted((one, other) => amountIn(kind, other) - amountIn(kind, one))
  const named = (key: string): string => (kind === 'senders' ? key.toLowerCase() : key)
  sums.add(Array.from(others, ([key, ...numbers]): TotalsRow => [named(key), ...numbers]))
  sums.add(whole === undefined ? Array.from(others, ([, ...numbers]): TotalsRow => [WHOLE, ...numbers]) : [whole])
  return { kind, start, seconds, revision, rows: sums.rows }
}

function amountIn(kind: TotalsKind, [, ...numbers]: TotalsRow): number {
  return amountOf(kind, numbers)
}
