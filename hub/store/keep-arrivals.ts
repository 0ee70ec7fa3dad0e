import { type Kysely, sql } from 'kysely'
import { kindNumber } from './number-words.ts'
import type { Arrival, Kept } from './store.ts'
import type { EventTable, NewEvent, Tables } from './tables.ts'

/** What the stores do differently when they keep events. */
export interface EventWriter {
  /** Makes sure that there is a segment for each event that is not far from `now`. */
  prepare(times: readonly number[], now: number): Promise<void>
  /** Stores the events that are not there yet, under this time or another; returns the ids of those that were new. */
  insert(events: readonly EventTable[]): Promise<ReadonlySet<string>>
}

/** How many rows one statement takes: SQLite allows 32,766 values. */
const ROWS_OF_STATEMENT = 1000

/** Keeps what several reports brought, in the transaction of `db`; answers for each in their order. */
export async function keepArrivals(
  db: Kysely<Tables>,
  writer: EventWriter,
  arrivals: readonly Arrival[],
): Promise<readonly Kept[]> {
  const { value: number } = await db
    .updateTable('counter')
    .set({ value: sql`value + 1` })
    .where('name', '=', 'arrival')
    .returning('value')
    .executeTakeFirstOrThrow()
  const gaps = await newGaps(
    db,
    arrivals.flatMap(({ events }) => events.filter(isGap)),
  )
  const fresh = firstOfEach(arrivals.flatMap(({ events }) => events)).filter(
    (event) => !isGap(event) || gaps.has(event.id),
  )
  const now = Math.max(0, ...arrivals.map(({ received }) => received))
  await writer.prepare(
    fresh.map(({ time }) => time),
    now,
  )
  const inserted = await writer.insert(fresh.map((event) => ({ ...event, arrival: number })))
  await count(
    db,
    fresh.filter(({ id }) => inserted.has(id)),
  )
  await noteReports(db, arrivals)
  await quarantine(db, arrivals)
  return answers(arrivals, inserted, number)
}

function isGap({ kind }: NewEvent): boolean {
  return kind === GAP
}

const GAP = kindNumber('log_gap')

/** Ids of gaps that were not there: the same gap can be noticed again at any later time. */
async function newGaps(db: Kysely<Tables>, gaps: readonly NewEvent[]): Promise<ReadonlySet<string>> {
  if (gaps.length === 0) return new Set()
  const rows = await db
    .insertInto('gap')
    .values(firstOfEach(gaps).map(({ id, time }) => ({ id, time })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

function firstOfEach(events: readonly NewEvent[]): readonly NewEvent[] {
  return [...new Map(events.toReversed().map((event) => [event.id, event])).values()].toReversed()
}

/** An id counts as new where it comes first. */
function answers(arrivals: readonly Arrival[], inserted: ReadonlySet<string>, number: number): readonly Kept[] {
  const told = new Set<string>()
  return arrivals.map(({ events }) => ({
    arrival: number,
    isNew: events.map(({ id }) => {
      const isNew = inserted.has(id) && !told.has(id)
      told.add(id)
      return isNew
    }),
  }))
}

/** Adds to the counts of hours. In the order of their key, so that two hubs do not wait for each other in a circle. */
async function count(db: Kysely<Tables>, events: readonly NewEvent[]): Promise<void> {
  const counts = Map.groupBy(events, ({ time, agent, kind }) => [time - (time % 3600), agent, kind].join(' '))
  const rows = [...counts]
    .map(([key, { length }]) => {
      const [hour = 0, agent = 0, kind = 0] = key.split(' ').map(Number)
      return { hour, agent, kind, count: length }
    })
    .toSorted((a, b) => a.hour - b.hour || a.agent - b.agent || a.kind - b.kind)
  for (let at = 0; at < rows.length; at += ROWS_OF_STATEMENT) {
    await db
      .insertInto('event_hour')
      .values(rows.slice(at, at + ROWS_OF_STATEMENT))
      .onConflict((conflict) =>
        conflict.columns(['hour', 'agent', 'kind']).doUpdateSet({ count: sql`event_hour.count + excluded.count` }),
      )
      .execute()
  }
}

async function noteReports(db: Kysely<Tables>, arrivals: readonly Arrival[]): Promise<void> {
  const byAgent = Map.groupBy(arrivals, ({ agent }) => agent)
  for (const [agent, reports] of [...byAgent].toSorted(([a], [b]) => a - b)) {
    const latest = Math.max(0, ...reports.flatMap(({ events }) => events.map(({ time }) => time)))
    const stale = reports.reduce((sum, report) => sum + report.stale, 0)
    await db
      .updateTable('agent')
      .set({
        reported: Math.max(...reports.map(({ received }) => received)),
        reports: sql`reports + ${reports.length}`,
        stale: sql`stale + ${stale}`,
        last_event: sql`case when last_event > ${latest} then last_event else nullif(${latest}, 0) end`,
      })
      .where('id', '=', agent)
      .execute()
  }
}

async function quarantine(db: Kysely<Tables>, arrivals: readonly Arrival[]): Promise<void> {
  const rows = arrivals.flatMap(({ agent, received, quarantined }) =>
    quarantined.map((entry) => ({ ...entry, agent, at: received })),
  )
  for (let at = 0; at < rows.length; at += ROWS_OF_STATEMENT)
    await db
      .insertInto('quarantine')
      .values(rows.slice(at, at + ROWS_OF_STATEMENT))
      .execute()
}
