import type { Selectable } from 'kysely'
import type { AuditTable } from '../people-tables.ts'
import type { Question } from '../store.ts'

/** Which rows of the audit log are wanted. */
export interface AuditWish {
  /** Only what this person did, or what was done to it. */
  readonly about?: string | undefined
  /** Only this deed: `login_failed`. */
  readonly action?: string | undefined
  /** Only rows with smaller ids: those after the last one of a page. */
  readonly before?: number | undefined
  readonly limit: number
}

/** The audit log, the newest first. */
export const auditLog: Question<AuditWish, readonly Selectable<AuditTable>[]> = {
  name: 'audit-log',
  run: (db, { about, action, before, limit }) =>
    db
      .selectFrom('audit')
      .selectAll()
      .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
      .$if(about !== undefined, (query) =>
        query.where((where) => where.or([where('actor', '=', about ?? ''), where('target', '=', about ?? '')])),
      )
      .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),
}
