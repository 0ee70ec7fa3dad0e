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
}

/** Keeps what an agent said last about itself. */
export const noteStatus: Change<NotedStatus, null> = {
  name: 'note-status',
  run: async (db, { agent, at, ...said }) => {
    await db
      .updateTable('agent')
      .set({ ...said, status_at: at })
      .where('id', '=', agent)
      .execute()
    return null
  },
}
