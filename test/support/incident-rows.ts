import type { KeptIncident, IncidentStepTable, IncidentSubjectTable } from '../../hub/store/incident-tables.ts'
import type { Question } from '../../hub/store/store.ts'

/** All that a store holds about incidents, in the order of their openings. */
export const incidentRows: Question<null, IncidentRows> = {
  name: 'incident-rows',
  run: async (db) => ({
    incidents: await db.selectFrom('incident').selectAll().orderBy('id').execute(),
    steps: await db
      .selectFrom('incident_step')
      .selectAll()
      .orderBy('incident')
      .orderBy('event_time')
      .orderBy('event_id')
      .execute(),
    subjects: await db
      .selectFrom('incident_subject')
      .selectAll()
      .orderBy('incident')
      .orderBy('type')
      .orderBy('name')
      .execute(),
    history: (await db.selectFrom('incident_change').selectAll().orderBy('id').execute()).map(
      ({ incident, action, detail }) => `${incident} ${action}: ${detail}`,
    ),
  }),
}

/** All rows of incidents. */
export interface IncidentRows {
  readonly incidents: readonly KeptIncident[]
  readonly steps: readonly IncidentStepTable[]
  readonly subjects: readonly IncidentSubjectTable[]
  readonly history: readonly string[]
}
