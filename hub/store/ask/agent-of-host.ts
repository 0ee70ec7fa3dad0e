import type { Selectable } from 'kysely'
import type { Question } from '../store.ts'
import type { AgentTable } from '../tables.ts'

/** A host with all that its agent told last, and its former names. */
export interface FoundAgent extends Selectable<AgentTable> {
  readonly formerNames: readonly string[]
}

/** The agent of a host, by its present name or a former one; null if there is none. */
export const agentOfHost: Question<{ host: string }, FoundAgent | null> = {
  name: 'agent-of-host',
  run: async (db, { host }) => {
    const former = db.selectFrom('agent_name').select('agent').where('host', '=', host)
    const agents = await db
      .selectFrom('agent')
      .selectAll()
      .where((where) => where.or([where('host', '=', host), where('id', 'in', former)]))
      .execute()
    const found = agents.find((agent) => agent.host === host) ?? agents[0]
    if (found === undefined) return null
    const names = db.selectFrom('agent_name').select('host').where('agent', '=', found.id).orderBy('host')
    return { ...found, formerNames: (await names.execute()).map((row) => row.host) }
  },
}
