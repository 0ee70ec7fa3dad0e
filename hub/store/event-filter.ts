import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { EventTable, Tables } from './tables.ts'

/** Where an event is in the order of their times, which the id decides among equals. */
export interface EventPlace {
  readonly time: number
  readonly id: string
}

/** Which events, all conditions together; numbers as in number-words.ts. */
export interface EventFilter {
  readonly agent?: number
  readonly kinds?: readonly number[]
  readonly mailbox?: string
  readonly ip?: string
  readonly context?: number
  readonly minSeverity?: number
  /** The first second, and the first second after. */
  readonly from?: number
  readonly until?: number
  /** Only events older than this one, which was the last of a page. */
  readonly before?: EventPlace
}

/** A query for events, still without columns and order. */
export type EventQuery = SelectQueryBuilder<Tables, 'event', object>

/** The events that fit. */
export function fittingEvents(db: Kysely<Tables>, filter: EventFilter): EventQuery {
  const { kinds, before } = filter
  let query: EventQuery = db.selectFrom('event')
  if (filter.agent !== undefined) query = query.where('agent', '=', filter.agent)
  // Of several kinds, the index would give all events there are, to be sorted: so it must not be used.
  if (kinds !== undefined)
    query = kinds.length === 1 ? query.where('kind', '=', kinds[0] ?? -1) : query.where(sql`kind + 0`, 'in', kinds)
  if (filter.mailbox !== undefined) query = query.where('mailbox', '=', filter.mailbox)
  if (filter.ip !== undefined) query = query.where('ip', '=', filter.ip)
  if (filter.context !== undefined) query = query.where('context', '=', filter.context)
  if (filter.minSeverity !== undefined) query = query.where('severity', '>=', filter.minSeverity)
  if (filter.from !== undefined) query = query.where('time', '>=', filter.from)
  if (filter.until !== undefined) query = query.where('time', '<', filter.until)
  if (before !== undefined) query = query.where(isBefore(before))
  return query
}

/** The condition that an event comes before this one. */
function isBefore({ time, id }: EventPlace): ReturnType<typeof sql<boolean>> {
  return sql<boolean>`(time, id) < (${time}, ${id})`
}

/** Newest first. */
export function newestFirst(a: Pick<EventTable, 'time' | 'id'>, b: Pick<EventTable, 'time' | 'id'>): number {
  return b.time - a.time || (a.id < b.id ? 1 : -1)
}
