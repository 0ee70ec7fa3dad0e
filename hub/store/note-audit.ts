import type { Insertable, Kysely } from 'kysely'
import type { AuditTable } from './people-tables.ts'
import type { Tables } from './tables.ts'

/** Who does something, and from where. */
export type Actor = Pick<AuditTable, 'actor' | 'address'>

/** One row of the audit log. */
export type AuditNote = Omit<Insertable<AuditTable>, 'id'>

/** Notes in the audit log what was done, in the transaction that does it. */
export async function noteAudit(db: Kysely<Tables>, note: AuditNote): Promise<void> {
  await db.insertInto('audit').values(note).execute()
}
