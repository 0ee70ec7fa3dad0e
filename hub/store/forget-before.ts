import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** An agent that names more logs and kinds than this makes them up: then it is forgotten when it told them. */
const MOST_SEEN = 5000

/** Deletes what goes with events of days before this one, but for their segments. */
export async function forgetBefore(db: Kysely<Tables>, day: number): Promise<void> {
  await db.deleteFrom('event_hour').where('hour', '<', day).execute()
  await db.deleteFrom('seen_kind').where('seen', '<', day).execute()
  await db
    .deleteFrom('seen_kind')
    .where('agent', 'in', (crowded) =>
      crowded
        .selectFrom('seen_kind')
        .select('agent')
        .groupBy('agent')
        .having(sql<number>`count(*)`, '>', MOST_SEEN),
    )
    .execute()
  await db.deleteFrom('gap').where('time', '<', day).execute()
  await db.deleteFrom('assessment').where('event_time', '<', day).execute()
}
