import { type Insertable, type Kysely, sql } from 'kysely'
import { inStatements } from './statement-rows.ts'
import type { Arrival } from './store.ts'
import type { QuarantineTable, Tables } from './tables.ts'

/**
 * How many entries of an agent quarantine takes in an hour: enough to see what is wrong. Each can have 4 KiB, so that
 * an agent that sends nothing else fills 1 MiB an hour at most.
 */
export const MOST_AN_HOUR = 250

/** Puts what is no event into quarantine, in the transaction of `db`; beyond the share of its agent it is counted. */
export async function setAside(db: Kysely<Tables>, arrivals: readonly Arrival[]): Promise<void> {
  const all = arrivals.flatMap(({ agent, received, quarantined }) =>
    quarantined.map((entry) => ({ ...entry, agent, at: received })),
  )
  const rows = await withoutKnown(db, all)
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

type Row = Omit<Insertable<QuarantineTable>, 'id'>

/** For how many seconds an entry that comes again is known: as long as an agent may try to have one report taken. */
const KNOWN = 6 * 3600

/** A report whose answer was lost comes again, and so do its entries. */
async function withoutKnown(db: Kysely<Tables>, rows: readonly Row[]): Promise<readonly Row[]> {
  const fresh = new Map<string, Row>()
  for (const row of rows) if (!fresh.has(textOf(row))) fresh.set(textOf(row), row)
  for (const [agent, own] of Map.groupBy(fresh.values(), (row) => row.agent)) {
    const times = own.map(({ at }) => at)
    // A clock that was ahead must not keep out what comes once it is right.
    const [since, until] = [Math.min(...times) - KNOWN, Math.max(...times) + KNOWN]
    for (const some of inStatements(own.map(({ entry }) => entry))) {
      const query = db.selectFrom('quarantine').select(['agent', 'entry']).where('agent', '=', agent)
      const near = query.where('at', '>=', since).where('at', '<=', until)
      for (const known of await near.where('entry', 'in', some).execute()) fresh.delete(textOf(known))
    }
  }
  return [...fresh.values()]
}

function textOf({ agent, entry }: Pick<Row, 'agent' | 'entry'>): string {
  return `${agent} ${entry}`
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
