import { type Kysely, sql } from 'kysely'
import type { EventPlace } from './event-filter.ts'
import { inStatements } from './statement-rows.ts'
import type { SegmentOf } from './store.ts'
import type { Tables } from './tables.ts'

/** Deletes events, with what people said of them; their counts by hour, which name nobody, stay. */
export async function removeEvents(
  db: Kysely<Tables>,
  segmentOf: SegmentOf,
  places: readonly EventPlace[],
): Promise<void> {
  for (const [table, events] of Map.groupBy(places, ({ time }) => segmentOf(time)))
    for (const some of inStatements(events)) {
      const ids = some.map(({ id }) => id)
      // A partition is known by its times.
      const times = some.map(({ time }) => time)
      const within = sql`time between ${Math.min(...times)} and ${Math.max(...times)}`
      await sql`delete from ${sql.table(table)} where id in (${sql.join(ids)}) and ${within}`.execute(db)
      await db.deleteFrom('assessment').where('event_id', 'in', ids).execute()
    }
}
