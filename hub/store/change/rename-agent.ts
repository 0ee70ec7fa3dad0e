import { sql } from 'kysely'
import { listedAgent } from '../listed-agent.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Which host gets which name, when, in seconds, and who says so. */
export interface NewName {
  readonly from: string
  readonly to: string
  readonly now: number
  readonly by: Actor
}

/** Gives a host another name; its entries may still carry the former ones. */
export const renameAgent: Change<NewName, 'renamed' | 'unknown' | 'taken'> = {
  name: 'rename-agent',
  run: async (db, { from, to, now, by }) => {
    const agent = await listedAgent(db, from)
    if (agent === undefined) return 'unknown'
    const isTo = sql<boolean>`lower(host) = ${to.toLowerCase()}`
    const present = await db.selectFrom('agent').select('id').where(isTo).executeTakeFirst()
    const former = await db.selectFrom('agent_name').select('agent as id').where(isTo).executeTakeFirst()
    if ([present, former].some((holder) => holder !== undefined && holder.id !== agent)) return 'taken'
    await db.deleteFrom('agent_name').where('host', '=', to).execute()
    await db.updateTable('agent').set({ host: to }).where('id', '=', agent).execute()
    if (from !== to) await db.insertInto('agent_name').values({ host: from, agent }).execute()
    await noteAudit(db, { at: now, ...by, action: 'agent_renamed', target: from, detail: to })
    return 'renamed'
  },
}
