import { type Kysely, sql } from 'kysely'
import { withoutErased } from './erasure/erased-mailboxes.ts'
import { countEvents } from './hour-counts.ts'
import { type EventWriter, insertNew } from './insert-new.ts'
import { kindNumber } from './number-words.ts'
import { noteSeen } from './seen-kinds.ts'
import { setAside } from './set-aside.ts'
import { inStatements } from './statement-rows.ts'
import type { Arrival, Kept } from './store.ts'
import type { NewEvent, Tables } from './tables.ts'

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
  const now = Math.max(0, ...arrivals.map(({ received }) => received))
  const all = firstOfEach(arrivals.flatMap(({ events, told = [] }) => [...events, ...told]))
  const kept = await withoutErased(db, all, now)
  const fresh = kept.filter((event) => !isGap(event) || gaps.has(keyOf(event)))
  await writer.prepare(
    fresh.map(({ time }) => time),
    now,
  )
  const { added, isRenamed } = await insertNew(writer, fresh, number)
  await countEvents(db, added)
  await noteSeen(db, arrivals)
  await noteReports(db, arrivals)
  await setAside(db, arrivals)
  const isAltered = isRenamed || arrivals.some(({ told = [] }) => told.length > 0)
  const commit = { arrival: number, ...(isAltered && { isAltered }) }
  return answers(arrivals, new Set(added.map(keyOf)), commit)
}

function isGap({ kind }: NewEvent): boolean {
  return kind === GAP
}

const GAP = kindNumber('log_gap')

/** The gaps that were not there, by `keyOf`: the same gap can be noticed again at any later time. */
async function newGaps(db: Kysely<Tables>, gaps: readonly NewEvent[]): Promise<ReadonlySet<string>> {
  const added = new Set<string>()
  for (const rows of inStatements(firstOfEach(gaps).map(({ agent, id, time }) => ({ agent, id, time })))) {
    const query = db
      .insertInto('gap')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
    for (const gap of await query.returning(['agent', 'id']).execute()) added.add(keyOf(gap))
  }
  return added
}

function firstOfEach(events: readonly NewEvent[]): readonly NewEvent[] {
  return [...new Map(events.toReversed().map((event) => [keyOf(event), event])).values()].toReversed()
}

/** Agents name their own events, each for itself. */
function keyOf({ agent, id }: Pick<NewEvent, 'agent' | 'id'>): string {
  return `${agent} ${id}`
}

/** An event counts as new where it comes first; `added` by `keyOf`. */
function answers(
  arrivals: readonly Arrival[],
  added: ReadonlySet<string>,
  commit: Omit<Kept, 'isNew'>,
): readonly Kept[] {
  const told = new Set<string>()
  return arrivals.map(({ events }) => ({
    ...commit,
    isNew: events.map((event) => {
      const key = keyOf(event)
      const isNew = added.has(key) && !told.has(key)
      told.add(key)
      return isNew
    }),
  }))
}

async function noteReports(db: Kysely<Tables>, arrivals: readonly Arrival[]): Promise<void> {
  const byAgent = Map.groupBy(
    arrivals.filter(({ isOwn }) => isOwn !== true),
    ({ agent }) => agent,
  )
  for (const [agent, reports] of [...byAgent].toSorted(([a], [b]) => a - b)) {
    // A clock that was ahead says nothing about when.
    const latest = Math.max(
      0,
      ...reports.flatMap(({ events }) => events.map((each) => Math.min(each.time, each.received))),
    )
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
