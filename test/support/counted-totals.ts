import { TOTALS, type Totals, type TotalsKind, type TotalsRow, totalsId } from '../../lib/totals/totals.ts'

/** A minute, an hour or a day, as its kind has it. */
const SECONDS: Readonly<Record<TotalsKind, number>> = { traffic: 60, mail: 3600, senders: 3600, bandwidth: 86_400 }

/** Totals of a period; each row is a key with its first numbers, and zeros for the others. */
export function countedTotals(
  kind: TotalsKind,
  start: number,
  rows: readonly (readonly [key: string, ...numbers: number[]])[],
  revision = 0,
): Totals {
  const { length } = TOTALS[kind].numbers
  const filled = rows.map(([key, ...numbers]): TotalsRow => [
    key,
    ...Array.from({ length }, (_, index) => numbers[index] ?? 0),
  ])
  return {
    kind,
    id: totalsId('spool', { kind, start, revision, seconds: SECONDS[kind] }),
    start,
    seconds: SECONDS[kind],
    revision,
    rows: filled,
  }
}
