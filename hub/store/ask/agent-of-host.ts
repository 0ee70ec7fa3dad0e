import type { Selectable } from 'kysely'
import { isListed } from '../listed-agent.ts'
import type { Question } from '../store.ts'
import type { AgentTable } from '../tables.ts'

/** A host with all that its agent told last, and its former names. */
export interface FoundAgent extends Selectable<AgentTable> {
  readonly formerNames: readonly string[]
  /** Its events are there, and no list has it. */
  readonly isForgotten: boolean
}

/** The agent of a host, by its present name or a former one; null if there is none. */
export const agentOfHost: Question<{ host: string }, FoundAgent | null> = {
  name: 'agent-of-host',
  run: async (db, { host }) => {
    const former = db.selectFrom('agent_name').select('agent').where('host', '=', host)
    const agents = await db
      .selectFrom('agent')
      .selectAll()
      .select(isListed().as('listed'))
      .where((where) => where.or([where('host', '=', host), where('id', 'in', former)]))
      .execute()
    const row = agents.find((agent) => agent.host === host) ?? agents[0]
    if (row === undefined) return null
    const { listed, ...found } = row
    const names = db.selectFrom('agent_name').select('host').where('agent', '=', found.id).orderBy('host')
    const formerNames = (await names.execute()).map((name) => name.host)
    return { ...found, formerNames, isForgotten: !listed }
  },
}
