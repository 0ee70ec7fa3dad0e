import type { Kysely, Selectable } from 'kysely'
import type { AlertThreadTable } from './alert-tables.ts'
import type { Tables } from './tables.ts'

/** How many threads are looked at in one transaction. */
const MOST = 50

/** The next threads that are due at a time, in seconds. */
export function dueThreads(db: Kysely<Tables>, now: number): Promise<Selectable<AlertThreadTable>[]> {
  const due = db.selectFrom('alert_thread').selectAll().where('due', '<=', now)
  return due.orderBy('due').orderBy('incident').orderBy('rule').limit(MOST).execute()
}
