import type { KeptIncident } from '../incident-tables.ts'
import type { Question } from '../store.ts'

/** The incident of an id; null if there is none. */
export const incidentNumbered: Question<number, KeptIncident | null> = {
  name: 'incident-numbered',
  run: async (db, id) => (await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
}
