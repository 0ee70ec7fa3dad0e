import type { EventPlace } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** One event; null if it is not kept. */
export const eventAt: Question<EventPlace, KeptEvent | null> = {
  name: 'event-at',
  run: async (db, { time, id }) => {
    const query = db.selectFrom('event').selectAll().where('id', '=', id).where('time', '=', time)
    return (await query.executeTakeFirst()) ?? null
  },
}
