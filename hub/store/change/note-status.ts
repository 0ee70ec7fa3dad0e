import type { AgentCheckTable } from '../check-table.ts'
import type { Change } from '../store.ts'

/** What an agent said about itself. */
export interface NotedStatus {
  readonly agent: number
  readonly at: number
  /** As JSON, and of that what lists of agents show. */
  readonly status: string
  readonly version: string
  readonly health: string
  readonly lag: number
  /** The sources that it does not see, as JSON; null if it sees all. */
  readonly unread: string | null
  /** All of its checks; absent if nothing is said of them, as by agents of earlier versions. */
  readonly checks?: readonly Omit<AgentCheckTable, 'agent'>[]
}

/** Keeps what an agent said last about itself. */
export const noteStatus: Change<NotedStatus, null> = {
  name: 'note-status',
  run: async (db, { agent, at, checks, ...said }) => {
    await db
      .updateTable('agent')
      .set({ ...said, status_at: at, checks_told: checks === undefined ? null : at })
      .where('id', '=', agent)
      .execute()
    // What is not told any more is not checked any more.
    await db.deleteFrom('agent_check').where('agent', '=', agent).execute()
    const rows = checks?.map((check) => Object.assign({ agent }, check)) ?? []
    if (rows.length > 0) await db.insertInto('agent_check').values(rows).execute()
    return null
  },
}
