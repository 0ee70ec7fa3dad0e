import { type Insertable, type Kysely, sql } from 'kysely'
import type { IncidentChangeTable } from './incident-tables.ts'
import type { Tables } from './tables.ts'

/** A line of an incident's history without its number. */
type NewLine = Omit<Insertable<IncidentChangeTable>, 'id'>

/**
 * Adds a line to the history of an incident. Its number is counted, not given by a sequence: whoever counts next waits
 * until this is committed, so what is committed later has a higher number, and who reads by numbers misses nothing.
 */
export async function noteHistory(db: Kysely<Tables>, line: NewLine): Promise<void> {
  const { value: id } = await db
    .updateTable('counter')
    .set({ value: sql`value + 1` })
    .where('name', '=', 'incident_change')
    .returning('value')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('incident_change')
    .values({ ...line, id })
    .execute()
}
