import type { ExpressionBuilder, ExpressionWrapper, SelectQueryBuilder, SqlBool } from 'kysely'
import type { Kysely } from 'kysely'
import { countsAt } from './counting-credential.ts'
import type { Tables } from './tables.ts'

/** Which checks: those of one agent, of one name, of what is elsewhere; of all hosts if nothing is said. */
export interface WhichChecks {
  readonly now: number
  readonly agent?: number
  readonly check?: string
  readonly target?: string
}

type Of = 'agent_check' | 'agent'

/** The checks that are meant, of hosts with credentials that count. */
export function countedChecks(
  db: Kysely<Tables>,
  { now, agent, check, target }: WhichChecks,
): SelectQueryBuilder<Tables, Of, object> {
  let query = db
    .selectFrom('agent_check')
    .innerJoin('agent', 'agent.id', 'agent_check.agent')
    .where((where) => mayReport(where, now))
  if (agent !== undefined) query = query.where('agent_check.agent', '=', agent)
  if (check !== undefined) query = query.where('name', '=', check)
  if (target !== undefined) query = query.where('target', '=', target)
  return query
}

function mayReport(where: ExpressionBuilder<Tables, Of>, now: number): ExpressionWrapper<Tables, Of, SqlBool> {
  return where.exists(
    where
      .selectFrom('credential')
      .select('identifier')
      .whereRef('credential.agent', '=', 'agent.id')
      .where(countsAt(now)),
  )
}
