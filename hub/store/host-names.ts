import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** A name that an agent's host has or had, in small letters, as incidents write it. */
export interface HostName {
  readonly agent: number
  readonly name: string
}

/** The present and the former names of all hosts, under `host_name`. */
export function hostNames(
  db: Kysely<Tables>,
): SelectQueryBuilder<Tables & { host_name: HostName }, 'host_name', object> {
  const name = sql<string>`lower(host)`.as('name')
  const present = db.selectFrom('agent').select(['id as agent', name])
  const former = db.selectFrom('agent_name').select(['agent', name])
  return db.selectFrom(present.unionAll(former).as('host_name'))
}
