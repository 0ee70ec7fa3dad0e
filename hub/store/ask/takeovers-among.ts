import type { EventPlace } from '../event-filter.ts'
import { inStatements } from '../statement-rows.ts'
import type { Question } from '../store.ts'
import { isTakeover } from '../takeover-step.ts'

/** Which of these events takeovers count as steps. */
export const takeoversAmong: Question<readonly EventPlace[], readonly EventPlace[]> = {
  name: 'takeovers-among',
  run: async (db, places) => {
    const asked = new Set(places.map(({ time, id }) => `${time}.${id}`))
    const steps: EventPlace[] = []
    for (const some of inStatements(places)) {
      const query = db
        .selectFrom('incident_step')
        .innerJoin('incident', 'incident.id', 'incident_step.incident')
        .select(['event_time as time', 'event_id as id'])
        .distinct()
        .where(
          'event_id',
          'in',
          some.map(({ id }) => id),
        )
        .where(isTakeover())
      steps.push(...(await query.execute()))
    }
    return steps.filter(({ time, id }) => asked.has(`${time}.${id}`))
  },
}
