import type { Selectable } from 'kysely'
import { countsAt } from '../counting-credential.ts'
import { lastHeard } from '../last-heard.ts'
import type { Question } from '../store.ts'
import type { UnseenTable } from '../tables.ts'

/** A host of which nothing was heard, which does not see a source, or of which that was so lately. */
export interface DoubtfulAgent {
  readonly agent: number
  readonly host: string
  /** When it was heard last: its status, a report, or its enrolment. */
  readonly heard: number
  /** When it told how it is, and what it does not see, as JSON. */
  readonly status_at: number | null
  readonly unread: string | null
  readonly unseen: readonly Selectable<UnseenTable>[]
}

/**
 * Hosts with credentials that count and that nothing was heard of since that time, or that are or were not seen in
 * another way; the longest silent first.
 */
export const doubtfulAgents: Question<{ since: number; now: number }, readonly DoubtfulAgent[]> = {
  name: 'doubtful-agents',
  run: async (db, { since, now }) => {
    const heard = lastHeard()
    const unseen = await db.selectFrom('unseen').selectAll().execute()
    const agents = await db
      .selectFrom('agent')
      .select(['id as agent', 'host', heard.as('heard'), 'status_at', 'unread'])
      .where((where) =>
        where.or([
          where(heard, '<', since),
          where('unread', 'is not', null),
          where('id', 'in', where.selectFrom('unseen').select('agent')),
        ]),
      )
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
    const byAgent = Map.groupBy(unseen, ({ agent }) => agent)
    return agents.map((agent) => Object.assign({}, agent, { unseen: byAgent.get(agent.agent) ?? [] }))
  },
}
