import type { Selectable } from 'kysely'
import { countsAt } from '../counting-credential.ts'
import { isListed } from '../listed-agent.ts'
import type { Question } from '../store.ts'
import type { AgentTable } from '../tables.ts'

/** A host as lists show it. */
export interface ListedAgent extends Omit<Selectable<AgentTable>, 'status' | 'unread' | 'checks_told'> {
  /** Names that it had before. */
  readonly formerNames: readonly string[]
  /** Identifiers of its credentials that count. */
  readonly identifiers: readonly string[]
}

/** Every host whose agent was enrolled, by name; forgotten ones only where they are asked for. */
export const everyAgent: Question<{ now: number; withForgotten?: boolean }, readonly ListedAgent[]> = {
  name: 'every-agent',
  run: async (db, { now, withForgotten = false }) => {
    const agents = await db
      .selectFrom('agent')
      .select(['id', 'host', 'label', 'created', 'reported', 'reports', 'last_event', 'stale', 'left_out'])
      .select(['status_at', 'version', 'health', 'lag'])
      .$if(!withForgotten, (query) => query.where(isListed()))
      .orderBy('host')
      .execute()
    const names = await db.selectFrom('agent_name').select(['agent', 'host as name']).orderBy('host').execute()
    const credentials = await db
      .selectFrom('credential')
      .select(['agent', 'identifier as name'])
      .where(countsAt(now))
      .orderBy('created', 'desc')
      .execute()
    const [former, identifiers] = [names, credentials].map((rows) => Map.groupBy(rows, ({ agent }) => agent))
    const namesIn = (rows: typeof former, id: number): readonly string[] => rows?.get(id)?.map(({ name }) => name) ?? []
    return agents.map((agent) =>
      Object.assign({}, agent, {
        formerNames: namesIn(former, agent.id),
        identifiers: namesIn(identifiers, agent.id),
      }),
    )
  },
}
