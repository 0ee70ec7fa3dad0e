import type { EventPlace } from '../event-filter.ts'
import type { KeptIncident } from '../incident-tables.ts'
import type { Question } from '../store.ts'

/** The incidents that an event is a step of, newest first. */
export const incidentsOfEvent: Question<Pick<EventPlace, 'id'>, readonly KeptIncident[]> = {
  name: 'incidents-of-event',
  run: (db, { id }) =>
    db
      .selectFrom('incident')
      .selectAll()
      .where('id', 'in', db.selectFrom('incident_step').select('incident').where('event_id', '=', id))
      .orderBy('id', 'desc')
      .limit(20)
      .execute(),
}
