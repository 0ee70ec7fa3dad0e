import { type QueryCreator, type SelectQueryBuilder, sql } from 'kysely'
import type { EventTable, Tables } from './tables.ts'
import { isTakeoverStep } from './takeover-step.ts'

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
  /** Whether a takeover counts it as a step. */
  readonly isTakeoverStep?: boolean
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

/** More kinds than this are most of all events: then the newest events of any kind soon hold enough of them. */
export const MOST_KINDS_APART = 32

/** Whose index finds the events. */
type Lead = 'arrival' | 'client' | 'severity' | 'agent' | 'kind'

/**
 * The events that fit. SQLite does not know how many rows a condition leaves, so one column leads, and the other
 * conditions are written so that no index is found for them.
 */
export function fittingEvents(db: QueryCreator<Tables>, filter: EventFilter, lead: Lead = leadOf(filter)): EventQuery {
  let query: EventQuery = db.selectFrom('event')
  for (const column of ['mailbox', 'ip', 'context'] as const) {
    const value = filter[column]
    if (value !== undefined) query = query.where(column, '=', value)
  }
  if (filter.agent !== undefined) query = query.where(lead === 'agent' ? 'agent' : sql`agent + 0`, '=', filter.agent)
  query = withinKinds(query, filter, lead)
  query = ofSeverity(query, filter, lead)
  query = withoutThese(query, filter.without ?? {})
  if (filter.isAssessed !== undefined) query = query.where(hasAssessment(filter.isAssessed))
  if (filter.isTakeoverStep !== undefined) query = query.where(isTakeoverStep(filter.isTakeoverStep))
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

/**
 * The kinds of a filter, to be asked for one by one: several are no range of an index, the newest of each are.
 * undefined if another index leads, or most kinds are meant.
 */
export function kindsApart(filter: EventFilter): readonly number[] | undefined {
  if (filter.kinds === undefined || leadOf(filter) !== 'kind') return undefined
  const kinds = [...new Set(filter.kinds)]
  return kinds.length > MOST_KINDS_APART ? undefined : kinds
}

function leadOf(filter: EventFilter): Lead {
  const { agent, mailbox, ip } = filter
  if (mailbox !== undefined || ip !== undefined) return 'client'
  if (leastSeverity(filter) > 0) return 'severity'
  return agent === undefined ? 'kind' : 'agent'
}

/** Few events matter much: their indexes are found by such a condition, word by word. */
function ofSeverity(query: EventQuery, filter: EventFilter, lead: Lead): EventQuery {
  const [{ severities }, least] = [filter, leastSeverity(filter)]
  let fitting = query
  if (severities !== undefined) fitting = fitting.where('severity', 'in', severities)
  if (least === 0) return fitting
  fitting = fitting.where('severity', '>=', least)
  if (lead !== 'severity') return fitting
  return fitting.where(least > 2 ? sql<boolean>`severity > 2` : sql<boolean>`severity > 0`)
}

/** Below this severity nothing fits. */
function leastSeverity({ minSeverity = 0, severities = [] }: EventFilter): number {
  return severities.length === 0 ? minSeverity : Math.max(minSeverity, Math.min(...severities))
}

/** Of several kinds, an index would give all events there are, to be sorted. */
function withinKinds(query: EventQuery, { kinds }: EventFilter, lead: Lead): EventQuery {
  if (kinds === undefined) return query
  const [kind = -1] = kinds
  if (kinds.length > 1 || !(lead === 'kind' || lead === 'agent')) return query.where(sql`kind + 0`, 'in', kinds)
  // The index of agents has the kind after the time: as a range, so that SQLite does not prefer that of kinds.
  return lead === 'kind' ? query.where('kind', '=', kind) : query.where('kind', '>=', kind).where('kind', '<=', kind)
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
