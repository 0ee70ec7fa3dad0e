import { countsAt } from '../counting-credential.ts'
import { listedAgent } from '../listed-agent.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Ends a host's credentials at once; how many counted until now, null if no host has that name. */
export const revokeAgent: Change<{ host: string; now: number; by: Actor }, number | null> = {
  name: 'revoke-agent',
  run: async (db, { host, now, by }) => {
    const agent = await listedAgent(db, host)
    if (agent === undefined) return null
    const ended = await db
      .updateTable('credential')
      .set({ revoked: now })
      .where('agent', '=', agent)
      .where(countsAt(now))
      .returning('identifier')
      .execute()
    await noteAudit(db, { at: now, ...by, action: 'agent_revoked', target: host, detail: '' })
    return ended.length
  },
}
