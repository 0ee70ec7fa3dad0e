import { type Kysely, sql } from 'kysely'
import { DAY, DAYS_AHEAD } from './segment-days.ts'
import type { Tables } from './tables.ts'

/** An agent that names more logs and kinds than this makes them up: then it is forgotten when it told them. */
const MOST_SEEN = 5000

/** Deletes what goes with events of days before this one, but for their segments. */
export async function forgetBefore(db: Kysely<Tables>, day: number): Promise<void> {
  await forgetAhead(db, day)
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
  await db.deleteFrom('opening').where('hour', '<', day).execute()
  await db.deleteFrom('gap').where('time', '<', day).execute()
  await db.deleteFrom('assessment').where('event_time', '<', day).execute()
}

/** What a wrong clock of a host put into the future goes by when it came: its own time would keep it for ever. */
async function forgetAhead(db: Kysely<Tables>, day: number): Promise<void> {
  const ahead = sql`(select value + ${sql.lit(DAYS_AHEAD * DAY)} from counter where name = 'clock')`
  await sql`delete from event_other where time > ${ahead} and received < ${day}`.execute(db)
  await sql`delete from event_hour where hour > ${ahead} and not exists
    (select 1 from event_other e where e.time >= event_hour.hour and e.time < event_hour.hour + 3600)`.execute(db)
}
