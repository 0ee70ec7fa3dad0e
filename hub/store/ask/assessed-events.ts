import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** Of which value, and of which agent. */
export interface AssessedFilter {
  readonly value: string
  readonly agent?: number
  readonly limit: number
}

/** The newest events that people gave this value, newest first. */
export const assessedEvents: Question<AssessedFilter, readonly KeptEvent[]> = {
  name: 'assessed-events',
  run: (db, { value, agent, limit }) => {
    let query = db
      .selectFrom('assessment')
      .innerJoin('event', (join) => join.onRef('id', '=', 'event_id').onRef('time', '=', 'event_time'))
      .selectAll('event')
      .where('value', '=', value)
    if (agent !== undefined) query = query.where('event.agent', '=', agent)
    return query.orderBy('event_time', 'desc').orderBy('event_id', 'desc').limit(limit).execute()
  },
}
