import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** Which events, all conditions together; numbers as in number-words.ts. */
export interface EventFilter {
  readonly agent?: number
  readonly kinds?: readonly number[]
  readonly mailbox?: string
  readonly ip?: string
  readonly minSeverity?: number
  /** The first second, and the first second after. */
  readonly from?: number
  readonly until?: number
  /** Only events older than this one, which was the last of a page. */
  readonly before?: { readonly time: number; readonly id: string }
}

/** The newest events that fit, newest first. */
export const newestEvents: Question<EventFilter & { limit: number }, readonly KeptEvent[]> = {
  name: 'newest-events',
  run: (db, { limit, before, ...filter }) => {
    let query = db.selectFrom('event').selectAll()
    if (filter.agent !== undefined) query = query.where('agent', '=', filter.agent)
    if (filter.kinds !== undefined) query = query.where('kind', 'in', filter.kinds)
    if (filter.mailbox !== undefined) query = query.where('mailbox', '=', filter.mailbox)
    if (filter.ip !== undefined) query = query.where('ip', '=', filter.ip)
    if (filter.minSeverity !== undefined) query = query.where('severity', '>=', filter.minSeverity)
    if (filter.from !== undefined) query = query.where('time', '>=', filter.from)
    if (filter.until !== undefined) query = query.where('time', '<', filter.until)
    if (before !== undefined)
      query = query.where((where) => where(where.refTuple('time', 'id'), '<', where.tuple(before.time, before.id)))
    return query.orderBy('time', 'desc').orderBy('id', 'desc').limit(limit).execute()
  },
}
