import { type Selectable, sql } from 'kysely'
import { countsAt } from '../counting-credential.ts'
import { lastHeard } from '../last-heard.ts'
import type { Question } from '../store.ts'
import type { SeenKindTable, UnseenTable } from '../tables.ts'

/** A host with all that says what is seen of it. */
export interface CoveredAgent {
  readonly agent: number
  readonly host: string
  readonly heard: number
  /** When its last report came; null if none did. */
  readonly reported: number | null
  /** What its agent said last, as JSON. */
  readonly status: string | null
  readonly status_at: number | null
  readonly seen: readonly Selectable<SeenKindTable>[]
  readonly unseen: readonly Selectable<UnseenTable>[]
}

/** Which hosts: one, those of these names in small letters, or the next ones after a name. */
export interface Covered {
  readonly now: number
  readonly agent?: number
  readonly named?: readonly string[]
  readonly after?: string
  readonly limit: number
}

/** So many logs and kinds are read of one agent, the last seen first. */
const MOST_SEEN = 1000

/** Hosts with credentials that count, by name, and what was seen of them. */
export const coveredAgents: Question<Covered, readonly CoveredAgent[]> = {
  name: 'covered-agents',
  run: async (db, { now, agent, named, after = '', limit }) => {
    if (named?.length === 0) return []
    let query = db
      .selectFrom('agent')
      .select(['id as agent', 'host', lastHeard().as('heard'), 'reported', 'status', 'status_at'])
      .where((where) =>
        where.exists(
          where
            .selectFrom('credential')
            .select('identifier')
            .whereRef('credential.agent', '=', 'agent.id')
            .where(countsAt(now)),
        ),
      )
    query = agent === undefined ? query.where('host', '>', after) : query.where('id', '=', agent)
    if (named !== undefined) query = query.where(sql<string>`lower(host)`, 'in', named)
    const agents = await query.orderBy('host').limit(limit).execute()
    const ids = agents.map(({ agent: id }) => id)
    if (ids.length === 0) return []
    const ranked = db
      .selectFrom('seen_kind')
      .selectAll()
      .select(sql<number>`row_number() over (partition by agent order by seen desc)`.as('rank'))
      .where('agent', 'in', ids)
    const seen = await db
      .selectFrom(ranked.as('ranked'))
      .select(['agent', 'log', 'kind', 'seen'])
      .where('rank', '<=', MOST_SEEN)
      .execute()
    const unseen = await db.selectFrom('unseen').selectAll().where('agent', 'in', ids).execute()
    const [seenOf, unseenOf] = [Map.groupBy(seen, (row) => row.agent), Map.groupBy(unseen, (row) => row.agent)]
    return agents.map((each) =>
      Object.assign({}, each, { seen: seenOf.get(each.agent) ?? [], unseen: unseenOf.get(each.agent) ?? [] }),
    )
  },
}
