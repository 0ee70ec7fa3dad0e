import { type Kysely, sql } from 'kysely'
import { inStatements } from './statement-rows.ts'
import type { Arrival } from './store.ts'
import type { Tables } from './tables.ts'

/**
 * How many entries of an agent quarantine takes in an hour: enough to see what is wrong. Each can have 4 KiB, so that
 * an agent that sends nothing else fills 1 MiB an hour at most.
 */
export const MOST_AN_HOUR = 250

/** Puts what is no event into quarantine, in the transaction of `db`; beyond the share of its agent it is counted. */
export async function setAside(db: Kysely<Tables>, arrivals: readonly Arrival[]): Promise<void> {
  const rows = arrivals.flatMap(({ agent, received, quarantined }) =>
    quarantined.map((entry) => ({ ...entry, agent, at: received })),
  )
  for (const ofHour of Map.groupBy(rows, ({ agent, at }) => `${agent} ${hourOf(at)}`).values()) {
    const [first] = ofHour
    if (first === undefined) continue
    const { agent } = first
    const room = Math.max(0, MOST_AN_HOUR - (await countOfHour(db, agent, hourOf(first.at))))
    for (const some of inStatements(ofHour.slice(0, room))) await db.insertInto('quarantine').values(some).execute()
    const leftOut = ofHour.length - room
    if (leftOut <= 0) continue
    const counted = { left_out: sql<number>`left_out + ${leftOut}` }
    await db.updateTable('agent').set(counted).where('id', '=', agent).execute()
  }
}

async function countOfHour(db: Kysely<Tables>, agent: number, hour: number): Promise<number> {
  const row = await db
    .selectFrom('quarantine')
    .select(sql<number>`count(*)`.as('count'))
    .where('agent', '=', agent)
    .where('at', '>=', hour)
    .where('at', '<', hour + 3600)
    .executeTakeFirstOrThrow()
  return row.count
}

function hourOf(time: number): number {
  return time - (time % 3600)
}
