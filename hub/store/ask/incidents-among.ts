import type { EventPlace } from '../event-filter.ts'
import { inStatements } from '../statement-rows.ts'
import type { Question } from '../store.ts'

/** An event and the newest incident that it is a step of. */
export interface EventOfIncident extends EventPlace {
  readonly incident: number
}

/** Which of these events are steps of incidents. */
export const incidentsAmong: Question<readonly EventPlace[], readonly EventOfIncident[]> = {
  name: 'incidents-among',
  run: async (db, places) => {
    const found: EventOfIncident[] = []
    for (const some of inStatements(places.map(({ id }) => id))) {
      const steps = db
        .selectFrom('incident_step')
        .select((step) => ['event_id as id', 'event_time as time', step.fn.max('incident').as('incident')])
        .where('event_id', 'in', some)
        .groupBy(['event_id', 'event_time'])
      found.push(...(await steps.execute()))
    }
    return found
  },
}
