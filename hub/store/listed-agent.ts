import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * The condition that a row of `agent` is listed. A forgotten host has no credentials, not even ended ones; its row
 * stays, so that its events and incidents keep its name.
 */
export function isListed(): RawBuilder<SqlBool> {
  return sql<SqlBool>`agent.id in (select agent from credential)`
}

/** The agent of the listed host that has this name now; undefined if there is none. */
export async function listedAgent(db: Kysely<Tables>, host: string): Promise<number | undefined> {
  const row = await db.selectFrom('agent').select('id').where('host', '=', host).where(isListed()).executeTakeFirst()
  return row?.id
}
