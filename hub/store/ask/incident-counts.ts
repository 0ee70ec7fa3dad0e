import { sql } from 'kysely'
import type { Question } from '../store.ts'

/** How many live incidents there are of a state, kind and severity, that somebody takes care of (1) or nobody (0). */
export interface LiveCount {
  readonly state: string
  readonly kind: string
  readonly severity: number
  readonly assigned: number
  readonly count: number
}

/** How many incidents there are. */
export interface IncidentCounts {
  readonly live: readonly LiveCount[]
  /** How many the hub itself closed since a time. */
  readonly ended: number
}

/** How many incidents are live, and how many the hub itself closed from this second on. */
export const incidentCounts: Question<{ readonly since: number }, IncidentCounts> = {
  name: 'incident-counts',
  run: async (db, { since }) => {
    const assigned = sql<number>`case when assignee is null then 0 else 1 end`
    const live = await db
      .selectFrom('incident')
      .select([
        'state',
        'kind',
        'severity',
        assigned.as('assigned'),
        (count) => count.fn.countAll<number>().as('count'),
      ])
      .where('closed', 'is', null)
      .groupBy(['state', 'kind', 'severity', assigned])
      .orderBy('state')
      .orderBy('kind')
      .orderBy('severity')
      .orderBy(assigned)
      .execute()
    const { ended } = await db
      .selectFrom('incident')
      .select((count) => count.fn.countAll<number>().as('ended'))
      .where('closed', '>=', since)
      .where('closed_by', '=', '')
      .executeTakeFirstOrThrow()
    return { live, ended }
  },
}
