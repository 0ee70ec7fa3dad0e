import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Deletes incidents with all that belongs to them, and the alerts that told them. */
export async function forgetIncidents(db: Kysely<Tables>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await forgetAlerts(db, await alertsOf(db, ids))
  for (const table of [
    'incident_step',
    'incident_subject',
    'incident_change',
    'alert_thread',
    'alert_incident',
  ] as const)
    await db.deleteFrom(table).where('incident', 'in', ids).execute()
  await db.updateTable('incident').set({ previous: null }).where('previous', 'in', ids).execute()
  await db.deleteFrom('incident').where('id', 'in', ids).execute()
}

/** Deletes alerts with their receipts. */
export async function forgetAlerts(db: Kysely<Tables>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await db.deleteFrom('alert_incident').where('alert', 'in', ids).execute()
  await db.deleteFrom('delivery').where('alert', 'in', ids).execute()
  await db.deleteFrom('alert').where('id', 'in', ids).execute()
}

async function alertsOf(db: Kysely<Tables>, incidents: readonly number[]): Promise<readonly number[]> {
  return (await db.selectFrom('alert').select('id').where('incident', 'in', incidents).execute()).map(({ id }) => id)
}
