import type { Question } from '../store.ts'

/** The present names of the hosts of agents, as pairs of agent and name. */
export const hostsOf: Question<readonly number[], readonly (readonly [number, string])[]> = {
  name: 'hosts-of',
  run: async (db, agents) => {
    if (agents.length === 0) return []
    const rows = await db.selectFrom('agent').select(['id', 'host']).where('id', 'in', agents).execute()
    return rows.map(({ id, host }) => [id, host])
  },
}
