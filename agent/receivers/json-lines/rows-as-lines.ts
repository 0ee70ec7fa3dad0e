import { digest } from '../../../lib/event/digest.ts'
import { TOTALS, type Totals } from '../../../lib/totals/totals.ts'
import { namedRow } from '../totals-names.ts'
import type { TotalsProjection } from '../totals-projection.ts'

/**
 * Totals as JSON, an object on a line for each row. Its key (`vhost`, `account` or `sender`) is null in the row that
 * sums up the whole host. What is written twice has the same `id`; of several rows of a period and key the one with the
 * highest `revision` counts.
 */
export function rowsAsLines({ totals, metadata }: TotalsProjection): string {
  const { reporter: host, labels } = metadata
  return totals
    .flatMap((each) =>
      each.rows.map((row) => {
        const { keyName, key, numbers } = namedRow(each, row)
        const line = {
          // First: by this the agent knows a line of its own.
          id: digest(each.id, key),
          host,
          ...(labels !== undefined && { labels }),
          ...periodOf(each),
          [TOTALS[each.kind].key]: keyName === undefined ? null : key,
          ...Object.fromEntries(numbers),
        }
        return `${JSON.stringify(line)}\n`
      }),
    )
    .join('')
}

function periodOf({ kind, start, seconds, revision }: Totals): object {
  return { kind, time: new Date(start * 1000).toISOString().replace('.000Z', 'Z'), seconds, revision }
}
