import { newestFirst } from '../event-filter.ts'
import { inStatements } from '../statement-rows.ts'
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
  run: async (db, { value, agent, limit }) => {
    let query = db.selectFrom('assessment').select(['event_time', 'event_id']).where('value', '=', value)
    if (agent !== undefined) query = query.where('agent', '=', agent)
    const rows = await query.orderBy('event_time', 'desc').orderBy('event_id', 'desc').limit(limit).execute()
    const asked = new Set(rows.map((row) => `${row.event_time}.${row.event_id}`))
    const events: KeptEvent[] = []
    // A join would read all events there are: SQLite makes an index of their view.
    for (const some of inStatements(rows)) {
      const ids = some.map((row) => row.event_id)
      events.push(...(await db.selectFrom('event').selectAll().where('id', 'in', ids).execute()))
    }
    return events.filter(({ time, id }) => asked.has(`${time}.${id}`)).toSorted(newestFirst)
  },
}
