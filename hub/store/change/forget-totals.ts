import { type Kysely, sql } from 'kysely'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'
import { HOUR, MINUTE } from '../totals/levels.ts'
import { countedIn, minuteOf } from '../totals/running-sums.ts'

/** How many rows of each sort are deleted in one transaction, so that no report waits for it. */
const ROWS = 1000

/** What is old, in seconds: minutes that came before a time, and hours and days that began before another. */
export interface TotalsAges {
  readonly minutes: number
  readonly totals: number
}

/** Deletes some of the totals that are old; returns whether more of them are left. */
export const forgetTotals: Change<TotalsAges, boolean> = {
  name: 'forget-totals',
  run: async (db, { minutes, totals }) => {
    const [some, others] = [await forgetMinutes(db, minutes), await forgetSums(db, totals)]
    return Math.max(some, others) >= ROWS
  },
}

interface OldMinute {
  readonly agent: number
  readonly start: number
  readonly revision: number | null
}

/**
 * By when they came, not by when they were: what came late can come again as late. Their hours remember which of them
 * they have, so that none counts twice however late it comes again.
 */
async function forgetMinutes(db: Kysely<Tables>, before: number): Promise<number> {
  const old = await db
    .selectFrom('totals')
    .select(['agent', 'start', 'revision'])
    // Written out, as the index has only these.
    .where('width', '=', sql.lit(MINUTE))
    .where('received', '<', before)
    .orderBy('received')
    .limit(ROWS)
    .execute()
  const byAgent = Map.groupBy(old, ({ agent }) => agent)
  for (const [agent, ofAgent] of [...byAgent].toSorted(([one], [other]) => one - other)) {
    const byHour = Map.groupBy(ofAgent, ({ start }) => start - (start % HOUR))
    for (const [hour, ofHour] of [...byHour].toSorted(([one], [other]) => one - other))
      await noteCounted(db, agent, hour, ofHour)
    await db
      .deleteFrom('totals')
      .where('kind', '=', 'traffic')
      .where('width', '=', MINUTE)
      .where('agent', '=', agent)
      .where(
        'start',
        'in',
        ofAgent.map(({ start }) => start),
      )
      .execute()
  }
  return old.length
}

async function noteCounted(
  db: Kysely<Tables>,
  agent: number,
  start: number,
  minutes: readonly OldMinute[],
): Promise<void> {
  const row = await db
    .selectFrom('totals')
    .select('counted')
    .where('kind', '=', 'traffic')
    .where('width', '=', HOUR)
    .where('agent', '=', agent)
    .where('start', '=', start)
    .executeTakeFirst()
  if (row === undefined) return
  const gone = minutes.map((each) => [minuteOf(each.start, start), each.revision ?? 0] as const)
  const counted = JSON.stringify({ ...countedIn(row.counted), ...Object.fromEntries(gone) })
  await db
    .updateTable('totals')
    .set({ counted })
    .where('kind', '=', 'traffic')
    .where('width', '=', HOUR)
    .where('agent', '=', agent)
    .where('start', '=', start)
    .execute()
}

async function forgetSums(db: Kysely<Tables>, before: number): Promise<number> {
  const old = await db
    .selectFrom('totals')
    .select(['kind', 'width', 'agent', 'start'])
    .where('width', '>', sql.lit(MINUTE))
    .where('start', '<', before)
    .orderBy('start')
    .limit(ROWS)
    .execute()
  for (const { kind, width, agent, start } of old)
    await db
      .deleteFrom('totals')
      .where('kind', '=', kind)
      .where('width', '=', width)
      .where('agent', '=', agent)
      .where('start', '=', start)
      .execute()
  return old.length
}
