import { agentFor, holderOf } from '../host-holder.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** A new agent and its first credential. */
export interface NewAgent {
  readonly host: string
  readonly label: string
  readonly identifier: string
  readonly digest: string
  readonly now: number
  readonly by: Actor
}

/** Adds an agent, or another credential to the one of that host; returns the agent's number. */
export const addAgent: Change<NewAgent, number> = {
  name: 'add-agent',
  run: async (db, { host, label, identifier, digest, now, by }) => {
    const id = await agentFor(db, await holderOf(db, host), { host, label, created: now })
    await db.insertInto('credential').values({ identifier, agent: id, digest, created: now }).execute()
    await noteAudit(db, { at: now, ...by, action: 'agent_added', target: host, detail: identifier })
    return id
  },
}
