import { TOTALS } from '../../lib/totals/totals.ts'
import type { TotalsAnswer } from '../contract/totals-contract.ts'
import { isoTime } from './export-text.ts'
import type { ExportedList } from './list-export.ts'
import { askedTotals, WHICH_TOTALS } from './totals.ts'

/** A period, a key or a host, and its numbers by their names. */
type TotalsRow = Readonly<Record<string, string | number>>

/** The same numbers as `GET /api/v1/totals`, in one table: that of a kind has its own columns. */
export const TOTALS_EXPORT: ExportedList<typeof WHICH_TOTALS, TotalsRow, never> = {
  name: 'totals',
  summary: 'What hosts counted: a row for each period, by time, then for each key and each host, the highest first.',
  parameters: WHICH_TOTALS,
  columns: ({ kind }) => ['kind', 'row', 'name', ...TOTALS[kind].numbers],
  cells: (row) => Object.values(row).map(String),
  page: (asked, request) => async () => ({ rows: rowsOf(await askedTotals(asked, request)), end: null }),
}

function rowsOf({ kind, numbers, points, keys, hosts }: TotalsAnswer): readonly TotalsRow[] {
  const row = (what: string, name: string, values: readonly number[]): TotalsRow => ({
    kind,
    row: what,
    name,
    ...Object.fromEntries(numbers.map((number, index) => [number, values[index] ?? 0])),
  })
  return [
    ...points.map((point) => row('period', isoTime(point.time), point.numbers)),
    ...keys.map((each) => row('key', each.key, each.numbers)),
    ...hosts.map((each) => row('host', each.host, each.numbers)),
  ]
}
