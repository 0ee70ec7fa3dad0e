import { sql } from 'kysely'
import type { Change } from '../store.ts'

/** What became of forwarding. */
export interface ForwardingNews {
  readonly name: string
  /** All up to these places counts as sent. */
  readonly arrival: number
  readonly incidentChange: number
  /** How many messages went out since the last news. */
  readonly sent: number
  /** Why nothing goes out now, in words; null if all is well. */
  readonly fault: string | null
  readonly now: number
}

/** Notes how far a server of syslog is. */
export const noteForwarding: Change<ForwardingNews, null> = {
  name: 'note-forwarding',
  run: async (db, { name, arrival, incidentChange, sent, fault, now }) => {
    await db
      .updateTable('forwarding')
      .set({
        arrival,
        incident_change: incidentChange,
        sent: sql`sent + ${sent}`,
        ...(sent > 0 ? { sent_at: now } : {}),
        fault,
        fault_since: fault === null ? null : sql`coalesce(fault_since, ${now})`,
      })
      .where('name', '=', name)
      .execute()
    return null
  },
}
