import { type Kysely, sql } from 'kysely'
import type { Question } from '../store.ts'
import type { KeptEvent, Tables } from '../tables.ts'

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
  run: async (db, { limit, ...filter }) => {
    const { kinds = [], agent, mailbox, ip } = filter
    const isOnlyByKind = agent === undefined && mailbox === undefined && ip === undefined
    if (!isOnlyByKind || kinds.length < 2 || kinds.length > MOST_KINDS_APART) return newest(db, filter, limit)
    // Several kinds are no range of an index; the newest of each are.
    const each = []
    for (const kind of new Set(kinds)) each.push(await newest(db, { ...filter, kinds: [kind] }, limit))
    return each.flat().sort(newestFirst).slice(0, limit)
  },
}

/** More kinds than this are most of all events: then the newest events of any kind soon hold enough of them. */
const MOST_KINDS_APART = 16

function newestFirst(a: KeptEvent, b: KeptEvent): number {
  return b.time - a.time || (a.id < b.id ? 1 : -1)
}

async function newest(db: Kysely<Tables>, filter: EventFilter, limit: number): Promise<readonly KeptEvent[]> {
  const { kinds, before } = filter
  let query = db.selectFrom('event').selectAll()
  if (filter.agent !== undefined) query = query.where('agent', '=', filter.agent)
  // Of several kinds, the index would give all events there are, to be sorted: so it must not be used.
  if (kinds !== undefined)
    query = kinds.length === 1 ? query.where('kind', '=', kinds[0] ?? -1) : query.where(sql`kind + 0`, 'in', kinds)
  if (filter.mailbox !== undefined) query = query.where('mailbox', '=', filter.mailbox)
  if (filter.ip !== undefined) query = query.where('ip', '=', filter.ip)
  if (filter.minSeverity !== undefined) query = query.where('severity', '>=', filter.minSeverity)
  if (filter.from !== undefined) query = query.where('time', '>=', filter.from)
  if (filter.until !== undefined) query = query.where('time', '<', filter.until)
  if (before !== undefined)
    query = query.where((where) => where(where.refTuple('time', 'id'), '<', where.tuple(before.time, before.id)))
  return query.orderBy('time', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
