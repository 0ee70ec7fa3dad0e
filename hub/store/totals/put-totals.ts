import type { Insertable, Kysely } from 'kysely'
import { inStatements } from '../statement-rows.ts'
import type { Tables } from '../tables.ts'
import type { TotalsTable } from '../totals-table.ts'

/**
 * Writes rows in place of those of the same periods. In the order of the key, so that two hubs never wait in a circle.
 */
export async function putTotals(db: Kysely<Tables>, rows: readonly Insertable<TotalsTable>[]): Promise<void> {
  const ordered = rows.toSorted(
    (one, other) => one.width - other.width || one.agent - other.agent || one.start - other.start,
  )
  for (const some of inStatements(ordered)) {
    await db
      .insertInto('totals')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['kind', 'width', 'agent', 'start']).doUpdateSet((set) => ({
          seconds: set.ref('excluded.seconds'),
          revision: set.ref('excluded.revision'),
          received: set.ref('excluded.received'),
          sums: set.ref('excluded.sums'),
          counted: set.ref('excluded.counted'),
        })),
      )
      .execute()
  }
}
