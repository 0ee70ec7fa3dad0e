import { csvLine } from '../../../../lib/text/csv.ts'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'

/** An answer as lines: each period, key and host, with all of its numbers. */
export function totalsCsv({ kind, numbers, points, keys, hosts }: TotalsAnswer): string {
  const line = (row: string, name: string, values: readonly number[]): string =>
    csvLine([kind, row, name, ...values.map(String)])
  return [
    csvLine(['kind', 'row', 'name', ...numbers]),
    ...points.map((point) => line('period', new Date(point.time * 1000).toISOString(), point.numbers)),
    ...keys.map((each) => line('key', each.key, each.numbers)),
    ...hosts.map((each) => line('host', each.host, each.numbers)),
  ].join('')
}
