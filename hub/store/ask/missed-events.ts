import { sql } from 'kysely'
import { type EventFilter, fittingEvents } from '../event-filter.ts'
import type { Question } from '../store.ts'

/** What a server of syslog is to get. */
export interface ForwardWish extends Pick<EventFilter, 'minSeverity' | 'kinds'> {
  readonly name: string
}

/** How many events of a target were not sent yet. */
export interface MissedEvents {
  readonly name: string
  readonly missed: number
}

/** Which targets have events before this second that were not sent yet. */
export const missedEvents: Question<
  { readonly before: number; readonly wishes: readonly ForwardWish[] },
  readonly MissedEvents[]
> = {
  name: 'missed-events',
  run: async (db, { before, wishes }) => {
    const places = await db.selectFrom('forwarding').select(['name', 'arrival']).execute()
    const found: MissedEvents[] = []
    for (const { name, arrival } of places) {
      const wish = wishes.find((one) => one.name === name)
      if (wish === undefined) continue
      const { name: _, ...filter } = wish
      const { missed } = await fittingEvents(db, { ...filter, until: before })
        .select(sql<number>`count(*)`.as('missed'))
        // By time, of which there is hardly anything left: of later arrivals there can be millions.
        .where(sql<number>`arrival + 0`, '>', arrival)
        .executeTakeFirstOrThrow()
      if (missed > 0) found.push({ name, missed })
    }
    return found
  },
}
