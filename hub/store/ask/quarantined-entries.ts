import type { Selectable } from 'kysely'
import type { Question } from '../store.ts'
import type { QuarantineTable } from '../tables.ts'

/** Of which agent, for which reason, and before which one. */
export interface QuarantineFilter {
  readonly agent?: number
  readonly reason?: string
  readonly before?: number
  readonly limit: number
}

/** The newest entries in quarantine, newest first. */
export const quarantinedEntries: Question<QuarantineFilter, readonly Selectable<QuarantineTable>[]> = {
  name: 'quarantined-entries',
  run: (db, { agent, reason, before, limit }) => {
    let query = db.selectFrom('quarantine').selectAll()
    if (agent !== undefined) query = query.where('agent', '=', agent)
    if (reason !== undefined) query = query.where('reason', '=', reason)
    if (before !== undefined) query = query.where('id', '<', before)
    return query.orderBy('id', 'desc').limit(limit).execute()
  },
}
