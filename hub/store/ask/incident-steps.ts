import type { Selectable } from 'kysely'
import type { EventPlace } from '../event-filter.ts'
import type { IncidentStepTable } from '../incident-tables.ts'
import type { Question } from '../store.ts'

/** Of which incident, after which step, and how many at most. */
export interface StepsWish {
  readonly incident: number
  readonly after?: EventPlace
  readonly limit: number
}

/** A step as the store gives it back. */
export type KeptStep = Selectable<IncidentStepTable>

/** The steps of an incident in the order in which they happened. */
export const incidentSteps: Question<StepsWish, readonly KeptStep[]> = {
  name: 'incident-steps',
  run: (db, { incident, after, limit }) => {
    let query = db.selectFrom('incident_step').selectAll().where('incident', '=', incident)
    if (after !== undefined)
      query = query.where((where) =>
        where(where.refTuple('event_time', 'event_id'), '>', where.tuple(after.time, after.id)),
      )
    return query.orderBy('event_time').orderBy('event_id').limit(limit).execute()
  },
}
