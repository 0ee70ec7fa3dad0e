import { type Totals, type TotalsKind, type TotalsRow, TOTALS } from '../../lib/totals/totals.ts'

/** A row of a kind: its key, and this number first, then zeros. */
function rowOf(kind: TotalsKind, key: string, first: number): TotalsRow {
  const zeros = TOTALS[kind].numbers.slice(1).map(() => 0)
  return [key, first, ...zeros]
}

/** Totals with the whole and these keys, each with its first number. */
export function totalsOf(
  kind: TotalsKind,
  start: number,
  keys: Readonly<Record<string, number>>,
  { revision = 1, seconds = LENGTHS[kind] }: { readonly revision?: number; readonly seconds?: number } = {},
): Totals {
  const entries = Object.entries(keys)
  const whole = entries.reduce((sum, [, each]) => sum + each, 0)
  const rows = [rowOf(kind, '', whole), ...entries.map(([key, each]) => rowOf(kind, key, each))]
  return { kind, id: `${kind}-${start}-${revision}`, start, seconds, revision, rows }
}

const LENGTHS: Readonly<Record<TotalsKind, number>> = { traffic: 60, mail: 3600, senders: 3600, bandwidth: 86_400 }
