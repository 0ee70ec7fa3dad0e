import type { Selectable } from 'kysely'
import type { IncidentChangeTable } from '../incident-tables.ts'
import type { Question } from '../store.ts'

/** Of which incident, before which row, and how many at most. */
export interface HistoryWish {
  readonly incident: number
  readonly before?: number
  /** Only what has this word. */
  readonly action?: string
  readonly limit: number
}

/** What became of an incident, and what people noted, the newest first. */
export const incidentHistory: Question<HistoryWish, readonly Selectable<IncidentChangeTable>[]> = {
  name: 'incident-history',
  run: (db, { incident, before, action, limit }) => {
    let query = db.selectFrom('incident_change').selectAll().where('incident', '=', incident)
    if (before !== undefined) query = query.where('id', '<', before)
    if (action !== undefined) query = query.where('action', '=', action)
    return query.orderBy('id', 'desc').limit(limit).execute()
  },
}
