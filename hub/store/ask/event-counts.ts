import { sql } from 'kysely'
import { ALL_AGENTS } from '../hour-counts.ts'
import type { Question } from '../store.ts'
import type { CountedSpan } from './counts-by-hour.ts'

/** What is counted, and in how long spans: `width` is a whole number of hours, in seconds. */
export interface Counting extends CountedSpan {
  readonly width: number
  readonly kinds?: readonly number[]
}

/** How many events of a kind there were in a span, which begins at this second. */
export interface SpanCount {
  readonly time: number
  readonly kind: number
  readonly count: number
}

/** How many events there were by span and kind, in this order; from running counts, not from the events. */
export const eventCounts: Question<Counting, readonly SpanCount[]> = {
  name: 'event-counts',
  run: async (db, { from, until, agent = ALL_AGENTS, width, kinds }) => {
    const time = sql<number>`hour - hour % ${sql.lit(width)}`
    let query = db
      .selectFrom('event_hour')
      // A sum of 64-bit numbers is no such number in PostgreSQL.
      .select([time.as('time'), 'kind', sql<number>`cast(sum(count) as bigint)`.as('count')])
      .where('agent', '=', agent)
      .where('hour', '>=', from - (from % 3600))
      .where('hour', '<', until)
    if (kinds !== undefined) query = query.where('kind', 'in', kinds)
    return query.groupBy([time, 'kind']).orderBy(time).orderBy('kind').execute()
  },
}
