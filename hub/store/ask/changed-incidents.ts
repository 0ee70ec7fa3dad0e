import type { Selectable } from 'kysely'
import type { IncidentChangeTable, IncidentTable } from '../incident-tables.ts'
import type { Question } from '../store.ts'

/** Which changes: those after this number; at most so many are read. */
export interface ChangeSpan {
  readonly after: number
  /** Only those of incidents with at least this severity. */
  readonly minSeverity: number
  readonly limit: number
}

/** A change of an incident, with the incident as it is now. */
export interface ChangedIncident {
  readonly change: Selectable<IncidentChangeTable>
  readonly incident: Selectable<IncidentTable>
}

/** What was read. */
export interface ChangedIncidents {
  readonly changed: readonly ChangedIncident[]
  /** The number of the last change that was read, also if it did not fit; that after which was asked if none was. */
  readonly last: number
}

/** Changes of incidents, in the order of their commits. */
export const changedIncidents: Question<ChangeSpan, ChangedIncidents> = {
  name: 'changed-incidents',
  run: async (db, { after, minSeverity, limit }) => {
    const changes = await db
      .selectFrom('incident_change')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    const last = changes.at(-1)?.id ?? after
    const ids = [...new Set(changes.map(({ incident }) => incident))]
    if (ids.length === 0) return { changed: [], last }
    const severe = db.selectFrom('incident').selectAll().where('id', 'in', ids).where('severity', '>=', minSeverity)
    const incidents = new Map((await severe.execute()).map((row) => [row.id, row]))
    const changed = changes.flatMap((change) => {
      const incident = incidents.get(change.incident)
      return incident === undefined ? [] : [{ change, incident }]
    })
    return { changed, last }
  },
}
