import { sql } from 'kysely'
import { countsAt } from '../counting-credential.ts'
import type { Question } from '../store.ts'

/** A host of which nothing was heard. */
export interface SilentAgent {
  readonly agent: number
  readonly host: string
  /** When it was heard last: its status, a report, or its enrolment. */
  readonly heard: number
}

/** Hosts with credentials that count and that nothing was heard of since that time, the longest silent first. */
export const silentAgents: Question<{ since: number; now: number }, readonly SilentAgent[]> = {
  name: 'silent-agents',
  run: (db, { since, now }) => {
    // Neither store has a greatest() that the other has, too.
    const later = (a: string, b: ReturnType<typeof sql<number>>): ReturnType<typeof sql<number>> =>
      sql<number>`case when ${sql.ref(a)} > ${b} then ${sql.ref(a)} else ${b} end`
    const heard = later('status_at', later('reported', sql<number>`agent.created`))
    return db
      .selectFrom('agent')
      .select(['id as agent', 'host', heard.as('heard')])
      .where(heard, '<', since)
      .where((where) =>
        where.exists(
          where
            .selectFrom('credential')
            .select('identifier')
            .whereRef('credential.agent', '=', 'agent.id')
            .where(countsAt(now)),
        ),
      )
      .orderBy('heard')
      .orderBy('host')
      .execute()
  },
}
