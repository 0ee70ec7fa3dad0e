import type { Selectable } from 'kysely'
import type { AgentCheckTable } from '../check-table.ts'
import { countsAt } from '../counting-credential.ts'
import { lastHeard } from '../last-heard.ts'
import type { Question } from '../store.ts'

/** A check with its host, when anything came from that last, and when the check was told. */
export interface KeptCheck extends Omit<Selectable<AgentCheckTable>, 'agent'> {
  readonly host: string
  readonly heard: number
  readonly told: number
}

/** Which checks: those of one agent, of one name, of what is elsewhere; of all hosts if nothing is said. */
export interface WhichChecks {
  readonly now: number
  readonly agent?: number
  readonly check?: string
  readonly target?: string
}

/** So many are read: a thousand hosts with as many checks as an agent tells have more, but nobody looks at those. */
const MOST = 50_000

/** The checks of hosts with credentials that count, by host and name. */
export const checksOf: Question<WhichChecks, readonly KeptCheck[]> = {
  name: 'checks-of',
  run: async (db, { now, agent, check, target }) => {
    let query = db
      .selectFrom('agent_check')
      .innerJoin('agent', 'agent.id', 'agent_check.agent')
      .select(['agent.host', lastHeard().as('heard'), 'agent.status_at as told'])
      .select(['name', 'type', 'state', 'since', 'finding', 'ran', 'recent', 'certificate', 'target'])
      .where((where) =>
        where.exists(
          where
            .selectFrom('credential')
            .select('identifier')
            .whereRef('credential.agent', '=', 'agent.id')
            .where(countsAt(now)),
        ),
      )
    if (agent !== undefined) query = query.where('agent_check.agent', '=', agent)
    if (check !== undefined) query = query.where('name', '=', check)
    if (target !== undefined) query = query.where('target', '=', target)
    const rows = await query.orderBy('agent.host').orderBy('name').limit(MOST).execute()
    return rows.map((row) => Object.assign(row, { told: row.told ?? 0 }))
  },
}
