import type { Selectable } from 'kysely'
import type { IncidentChangeTable, IncidentTable } from '../incident-tables.ts'
import type { Question } from '../store.ts'

/** Which changes: those after this number, made up to this second, with at least this severity; at most so many. */
export interface ChangeSpan {
  readonly after: number
  readonly until: number
  readonly minSeverity: number
  readonly limit: number
}

/** A change of an incident, with the incident as it is now. */
export interface ChangedIncident {
  readonly change: Selectable<IncidentChangeTable>
  readonly incident: Selectable<IncidentTable>
}

/** Changes of incidents, in the order of their numbers. */
export const changedIncidents: Question<ChangeSpan, readonly ChangedIncident[]> = {
  name: 'changed-incidents',
  run: async (db, { after, until, minSeverity, limit }) => {
    const changes = await db
      .selectFrom('incident_change')
      .selectAll()
      .where('id', '>', after)
      .where('at', '<=', until)
      .where('incident', 'in', (severe) =>
        severe.selectFrom('incident').select('id').where('severity', '>=', minSeverity),
      )
      .orderBy('id')
      .limit(limit)
      .execute()
    const ids = [...new Set(changes.map(({ incident }) => incident))]
    if (ids.length === 0) return []
    const rows = await db.selectFrom('incident').selectAll().where('id', 'in', ids).execute()
    const incidents = new Map(rows.map((row) => [row.id, row]))
    return changes.flatMap((change) => {
      const incident = incidents.get(change.incident)
      return incident === undefined ? [] : [{ change, incident }]
    })
  },
}
