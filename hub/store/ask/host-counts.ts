import { sql } from 'kysely'
import type { Question } from '../store.ts'
import type { CountedSpan } from './counts-by-hour.ts'

/** Of what hosts the counts are asked. */
export interface HostCounting extends Omit<CountedSpan, 'agent'> {
  readonly kinds?: readonly number[]
  readonly limit: number
}

/** How many events a host told. */
export interface HostCount {
  readonly host: string
  readonly count: number
}

/** The hosts that told most events in whole hours, the one with most first; from running counts. */
export const hostCounts: Question<HostCounting, readonly HostCount[]> = {
  name: 'host-counts',
  isLong: true,
  run: async (db, { from, until, kinds, limit }) => {
    const agents = db.selectFrom('agent').select((agent) => {
      let counts = agent
        .selectFrom('event_hour')
        .select(sql<number>`cast(sum(count) as bigint)`.as('sum'))
        .whereRef('event_hour.agent', '=', 'agent.id')
        .where('hour', '>=', from - (from % 3600))
        .where('hour', '<', until)
      if (kinds !== undefined) counts = counts.where('kind', 'in', kinds)
      // Of each host a range of the key, which begins with the agent.
      return ['host', counts.as('count')]
    })
    const rows = await db
      .selectFrom(agents.as('counted'))
      .selectAll()
      .where('count', 'is not', null)
      .orderBy('count', 'desc')
      .orderBy('host')
      .limit(limit)
      .execute()
    return rows.map(({ host, count }) => ({ host, count: count ?? 0 }))
  },
}
