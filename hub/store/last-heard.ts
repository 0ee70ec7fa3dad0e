import { type RawBuilder, sql } from 'kysely'

/** The expression for when an agent was heard last: its status, a report, or its enrolment. */
export function lastHeard(): RawBuilder<number> {
  // Neither store has a greatest() that the other has, too.
  const later = (a: string, b: RawBuilder<number>): RawBuilder<number> =>
    sql<number>`case when ${sql.ref(a)} > ${b} then ${sql.ref(a)} else ${b} end`
  return later('agent.status_at', later('agent.reported', sql<number>`agent.created`))
}
