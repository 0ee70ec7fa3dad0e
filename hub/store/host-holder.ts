import { type Kysely, sql } from 'kysely'
import { isListed } from './listed-agent.ts'
import type { Tables } from './tables.ts'

/** Whose name something is, in upper or lower case. */
export interface Holder {
  readonly agent: number
  /** It was renamed since. */
  readonly isFormer: boolean
  readonly isForgotten: boolean
}

/** Whose name it is, or was; undefined if nobody's. */
export async function holderOf(db: Kysely<Tables>, host: string): Promise<Holder | undefined> {
  const isIt = sql<boolean>`lower(host) = ${host.toLowerCase()}`
  const present = await db.selectFrom('agent').select('id as agent').where(isIt).executeTakeFirst()
  const found = present ?? (await db.selectFrom('agent_name').select('agent').where(isIt).executeTakeFirst())
  if (found === undefined) return undefined
  const { agent } = found
  const listed = await db.selectFrom('agent').select('id').where('id', '=', agent).where(isListed()).executeTakeFirst()
  return { agent, isFormer: present === undefined, isForgotten: listed === undefined }
}

/**
 * The agent that is to have credentials for a name. The former name of another host passes to the one that is called so
 * now; a forgotten host begins anew, and what it told before stays its own.
 */
export async function agentFor(
  db: Kysely<Tables>,
  holder: Holder | undefined,
  fresh: { readonly host: string; readonly label: string; readonly created: number },
): Promise<number> {
  if (holder?.isFormer === false) {
    const { host, label } = fresh
    const values = holder.isForgotten ? fresh : { host, ...(label !== '' && { label }) }
    await db.updateTable('agent').set(values).where('id', '=', holder.agent).execute()
    return holder.agent
  }
  await db
    .deleteFrom('agent_name')
    .where(sql<boolean>`lower(host) = ${fresh.host.toLowerCase()}`)
    .execute()
  const { id } = await db.insertInto('agent').values(fresh).returning('id').executeTakeFirstOrThrow()
  return id
}
