import { sql } from 'kysely'
import type { Change } from '../store.ts'

/** Gives a host another name; its entries may still carry the former ones. */
export const renameAgent: Change<{ from: string; to: string }, 'renamed' | 'unknown' | 'taken'> = {
  name: 'rename-agent',
  run: async (db, { from, to }) => {
    const agent = await db.selectFrom('agent').select('id').where('host', '=', from).executeTakeFirst()
    if (agent === undefined) return 'unknown'
    const isTo = sql<boolean>`lower(host) = ${to.toLowerCase()}`
    const present = await db.selectFrom('agent').select('id').where(isTo).executeTakeFirst()
    const former = await db.selectFrom('agent_name').select('agent as id').where(isTo).executeTakeFirst()
    if ([present, former].some((holder) => holder !== undefined && holder.id !== agent.id)) return 'taken'
    await db.deleteFrom('agent_name').where('host', '=', to).execute()
    await db.updateTable('agent').set({ host: to }).where('id', '=', agent.id).execute()
    if (from !== to) await db.insertInto('agent_name').values({ host: from, agent: agent.id }).execute()
    return 'renamed'
  },
}
