import { sql } from 'kysely'
import type { MissedEvents } from '../ask/missed-events.ts'
import type { Change } from '../store.ts'

/** Counts for targets what is dropped although it was not sent. */
export const noteMissed: Change<readonly MissedEvents[], null> = {
  name: 'note-missed',
  run: async (db, all) => {
    for (const { name, missed } of all)
      await db
        .updateTable('forwarding')
        .set({ missed: sql`missed + ${missed}` })
        .where('name', '=', name)
        .execute()
    return null
  },
}
