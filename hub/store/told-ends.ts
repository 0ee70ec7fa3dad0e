import type { Kysely } from 'kysely'
import { serviceOf } from '../incidents/checked-service.ts'
import { toldEnd, type ToldHost } from '../incidents/told-end.ts'
import { countsAt } from './counting-credential.ts'
import { hostNames } from './host-names.ts'
import { incidentOf } from './incident-of.ts'
import type { KeptIncident } from './incident-tables.ts'
import { inStatements } from './statement-rows.ts'
import type { Tables } from './tables.ts'

/** An incident that is over, and why. */
export interface ToldEnd {
  readonly row: KeptIncident
  readonly reason: string
}

/** The open outages and certificates that are over by what the agents of their hosts say of themselves. */
export async function toldEnds(db: Kysely<Tables>, now: number): Promise<readonly ToldEnd[]> {
  const rows = await db
    .selectFrom('incident')
    .selectAll()
    .where('closed', 'is', null)
    .where('kind', 'in', ['outage', 'expiry'])
    .orderBy('id')
    .execute()
  const hosts = await toldHosts(db, [...new Set(rows.map(hostOf))], now)
  return rows.flatMap((row) => {
    const reason = toldEnd({ ...incidentOf(row), updated: row.updated }, hosts.get(hostOf(row)), now)
    return reason === undefined ? [] : [{ row, reason }]
  })
}

function hostOf({ subject }: KeptIncident): string {
  return serviceOf(subject)?.host ?? subject
}

/** What hosts told, by any of their names in small letters. */
async function toldHosts(
  db: Kysely<Tables>,
  names: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, ToldHost>> {
  const hosts = new Map<string, ToldHost>()
  for (const some of inStatements(names)) {
    const named = await hostNames(db).select(['agent', 'name']).where('name', 'in', some).execute()
    const told = await toldAgents(db, [...new Set(named.map(({ agent }) => agent))], now)
    for (const { agent, name } of named) {
      const host = told.get(agent)
      if (host !== undefined) hosts.set(name, host)
    }
  }
  return hosts
}

async function toldAgents(
  db: Kysely<Tables>,
  agents: readonly number[],
  now: number,
): Promise<ReadonlyMap<number, ToldHost>> {
  if (agents.length === 0) return new Map()
  const rows = await db.selectFrom('agent').select(['id', 'checks_told']).where('id', 'in', agents).execute()
  const counting = await db
    .selectFrom('credential')
    .select('agent')
    .distinct()
    .where('agent', 'in', agents)
    .where(countsAt(now))
    .execute()
  const withoutNetwork = await db
    .selectFrom('agent')
    .select('id')
    .where('id', 'in', agents)
    .where('status', 'like', NO_NETWORK)
    .execute()
  const checks = await db
    .selectFrom('agent_check')
    .select(['agent', 'name', 'state', 'certificate'])
    .where('agent', 'in', agents)
    .execute()
  const mayReport = new Set(counting.map(({ agent }) => agent))
  const cutOff = new Set(withoutNetwork.map(({ id }) => id))
  const checksOf = Map.groupBy(checks, ({ agent }) => agent)
  return new Map(
    rows.map(({ id, checks_told: checksTold }) => {
      const its = (checksOf.get(id) ?? []).map((check) => [check.name.toLowerCase(), check] as const)
      const host = { mayReport: mayReport.has(id), checksTold, hasNetwork: !cutOff.has(id), checks: new Map(its) }
      return [id, host]
    }),
  )
}

/** The warning of a status that is kept as JSON: quotes within a text are escaped there. */
const NO_NETWORK = '%"code":"network_down"%'
