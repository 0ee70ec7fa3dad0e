import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Deletes what goes with events of days before this one, but for their segments. */
export async function forgetBefore(db: Kysely<Tables>, day: number): Promise<void> {
  await db.deleteFrom('event_hour').where('hour', '<', day).execute()
  await db.deleteFrom('gap').where('time', '<', day).execute()
  await db.deleteFrom('assessment').where('event_time', '<', day).execute()
}
