import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { EventFilter } from './event-filter.ts'
import { ALL_AGENTS } from './hour-counts.ts'
import type { Tables } from './tables.ts'

/** A span of time, from this second to the one before that one. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** What is counted by hour: some kinds of events of an agent. */
export interface CountedKinds extends Pick<EventFilter, 'from' | 'until' | 'before'> {
  readonly agent: number
  readonly kinds: readonly number[]
}

const HOUR = 3600
/** How many hours are looked at in one query. */
const HOURS = 500
/** Events that do not fit are read along, rather than to ask once more, if there are no more of them than this. */
const MOST_BETWEEN = 2000

/**
 * The spans that hold events of these kinds, newest first, by the running counts: what lies between them is passed
 * over. A span ends after `limit` events that fit.
 */
export async function* countedSpans(db: Kysely<Tables>, counted: CountedKinds, limit: number): AsyncGenerator<Span> {
  let span: (Span & { fitting: number; between: number }) | undefined
  for await (const { hour, fitting, others } of hoursOf(db, counted)) {
    if (span !== undefined && (span.fitting >= limit || span.between > MOST_BETWEEN)) {
      yield span
      span = undefined
    }
    if (fitting > 0) {
      const so = span ?? { until: hour + HOUR, fitting: 0 }
      span = { ...so, from: hour, fitting: so.fitting + fitting, between: 0 }
    } else if (span !== undefined) span.between += others
  }
  if (span !== undefined) yield span
}

/** How many events of these kinds all agents together had. */
export async function countOfKinds(
  db: Kysely<Tables>,
  { kinds, ...span }: Omit<CountedKinds, 'agent'>,
): Promise<number> {
  const sum = await within(db, span)
    .select(whole(sql`sum(count)`).as('count'))
    .where('agent', '=', ALL_AGENTS)
    .where('kind', 'in', kinds)
    .executeTakeFirst()
  return sum?.count ?? 0
}

/** Hours in which the agent had events, newest first: how many of them fit, and how many do not. */
async function* hoursOf(
  db: Kysely<Tables>,
  { agent, kinds, ...span }: CountedKinds,
): AsyncGenerator<{ hour: number; fitting: number; others: number }> {
  const fits = sql`case when kind in (${sql.join(kinds)}) then count else 0 end`
  let query = within(db, span)
    .select(['hour', whole(sql`sum(${fits})`).as('fitting'), whole(sql`sum(count - ${fits})`).as('others')])
    .where('agent', '=', agent)
    .groupBy('hour')
    .orderBy('hour', 'desc')
    .limit(HOURS)
  for (let rows = await query.execute(); rows.length > 0; rows = await query.execute()) {
    yield* rows
    query = query.where('hour', '<', rows.at(-1)?.hour ?? 0)
  }
}

function within(
  db: Kysely<Tables>,
  { from, until, before }: Pick<EventFilter, 'from' | 'until' | 'before'>,
): SelectQueryBuilder<Tables, 'event_hour', object> {
  let query = db.selectFrom('event_hour')
  if (from !== undefined) query = query.where('hour', '>=', from - (from % HOUR))
  if (until !== undefined) query = query.where('hour', '<', until)
  return before === undefined ? query : query.where('hour', '<=', before.time)
}

/** A sum of 64-bit numbers is no such number in PostgreSQL. */
function whole(sum: ReturnType<typeof sql>): ReturnType<typeof sql<number>> {
  return sql<number>`cast(${sum} as bigint)`
}
