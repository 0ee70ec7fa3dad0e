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
  readonly severities?: readonly number[]
  /** None of these. */
  readonly without?: EventExclusion
  /** Whether a person said something of it. */
  readonly isAssessed?: boolean
  /** The first second, and the first second after. */
  readonly from?: number
  readonly until?: number
  /** Only events older than this one, which was the last of a page. */
  readonly before?: EventPlace
}

/** Which events not: those with one of these values. What has no mailbox or address has none of them. */
export interface EventExclusion {
  readonly agent?: readonly number[]
  readonly kind?: readonly number[]
  readonly severity?: readonly number[]
  readonly mailbox?: readonly string[]
  readonly ip?: readonly string[]
}

/** A query for events, still without columns and order. */
export type EventQuery = SelectQueryBuilder<Tables, 'event', object>

/** The events that fit. */
export function fittingEvents(db: Kysely<Tables>, { kinds, ...filter }: EventFilter): EventQuery {
  let query: EventQuery = db.selectFrom('event')
  // Of several kinds, the index would give all events there are, to be sorted: so it must not be used.
  if (kinds !== undefined)
    query = kinds.length === 1 ? query.where('kind', '=', kinds[0] ?? -1) : query.where(sql`kind + 0`, 'in', kinds)
  for (const column of ['agent', 'mailbox', 'ip', 'context'] as const) {
    const value = filter[column]
    if (value !== undefined) query = query.where(column, '=', value)
  }
  if (filter.minSeverity !== undefined) query = query.where('severity', '>=', filter.minSeverity)
  if (filter.severities !== undefined) query = query.where('severity', 'in', filter.severities)
  query = withoutThese(query, filter.without ?? {})
  if (filter.isAssessed !== undefined) query = query.where(hasAssessment(filter.isAssessed))
  return withinTime(query, filter)
}

function withoutThese(query: EventQuery, { mailbox = [], ip = [], ...numbers }: EventExclusion): EventQuery {
  let left = query
  for (const column of ['agent', 'kind', 'severity'] as const) {
    const values = numbers[column] ?? []
    // Not by an index: what is left out is seldom most of the events.
    if (values.length > 0) left = left.where(sql`${sql.ref(column)} + 0`, 'not in', values)
  }
  for (const [column, values] of [['mailbox', mailbox] as const, ['ip', ip] as const])
    if (values.length > 0) left = left.where((or) => or.or([or(column, 'is', null), or(column, 'not in', values)]))
  return left
}

function withinTime(query: EventQuery, { from, until, before }: EventFilter): EventQuery {
  let within = query
  if (from !== undefined) within = within.where('time', '>=', from)
  if (until !== undefined) within = within.where('time', '<', until)
  if (before === undefined) return within
  return within.where((where) => where(where.refTuple('time', 'id'), '<', where.tuple(before.time, before.id)))
}

function hasAssessment(has: boolean): ReturnType<typeof sql<boolean>> {
  return sql<boolean>`${sql.raw(has ? '' : 'not ')}exists (select 1 from assessment
    where assessment.event_id = event.id and assessment.event_time = event.time)`
}

/** Newest first. */
export function newestFirst(a: Pick<EventTable, 'time' | 'id'>, b: Pick<EventTable, 'time' | 'id'>): number {
  return b.time - a.time || (a.id < b.id ? 1 : -1)
}
