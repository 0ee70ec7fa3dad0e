import { sql } from 'kysely'
import type { EventPlace } from '../event-filter.ts'
import { removeEvents } from '../remove-events.ts'
import type { Change } from '../store.ts'

/** Events to delete, and events to give other fields. */
export interface ErasedEvents {
  readonly remove: readonly EventPlace[]
  readonly rewrite: readonly (EventPlace & { readonly fields: string })[]
}

/** Deletes events, and takes an address out of others. */
export const eraseEvents: Change<ErasedEvents, null> = {
  name: 'erase-events',
  run: async (db, { remove, rewrite }, segmentOf) => {
    await removeEvents(db, segmentOf, remove)
    for (const { time, id, fields } of rewrite)
      await sql`update ${sql.table(segmentOf(time))} set fields = ${fields} where id = ${id} and time = ${time}`.execute(
        db,
      )
    return null
  },
}
