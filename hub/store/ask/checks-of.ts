import { type Selectable, sql } from 'kysely'
import type { AgentCheckTable } from '../check-table.ts'
import { countedChecks, type WhichChecks } from '../counted-checks.ts'
import { lastHeard } from '../last-heard.ts'
import type { Question } from '../store.ts'

/** A check with its host, when anything came from that last, and when the check was told. */
export interface KeptCheck extends Omit<Selectable<AgentCheckTable>, 'agent'> {
  readonly host: string
  readonly heard: number
  readonly told: number
}

/** Which of these checks, and which page of them. Times in seconds. */
export interface WantedChecks extends WhichChecks {
  /** A host that was heard last before it is silent: nobody knows how its checks are. */
  readonly silentSince: number
  /** How they are as far as anybody knows: of silent hosts `unknown`. */
  readonly states?: readonly string[]
  /** Those that saw a certificate which ends before it. */
  readonly endsBefore?: number
  /** Those after this one. */
  readonly after?: { readonly host: string; readonly name: string }
  readonly limit: number
}

/** A page of checks, by host and name. */
export const checksOf: Question<WantedChecks, readonly KeptCheck[]> = {
  name: 'checks-of',
  run: async (db, { silentSince, states, endsBefore, after, limit, ...which }) => {
    const isHeard = sql<boolean>`${lastHeard()} >= ${silentSince}`
    const isSilent = sql<boolean>`${lastHeard()} < ${silentSince}`
    let query = countedChecks(db, which)
      .select(['agent.host', lastHeard().as('heard'), 'agent.status_at as told'])
      .select(['name', 'type', 'state', 'since', 'finding', 'ran', 'recent', 'certificate', 'target'])
    if (endsBefore !== undefined) query = query.where('certificate', '<', endsBefore)
    if (states !== undefined)
      query = query.where((where) =>
        where.or([
          where.and([where('state', 'in', states), isHeard]),
          ...(states.includes('unknown') ? [isSilent] : []),
        ]),
      )
    if (after !== undefined)
      query = query.where((where) =>
        where.or([
          where('agent.host', '>', after.host),
          where.and([where('agent.host', '=', after.host), where('name', '>', after.name)]),
        ]),
      )
    const rows = await query.orderBy('agent.host').orderBy('name').limit(limit).execute()
    return rows.map((row) => Object.assign(row, { told: row.told ?? 0 }))
  },
}
