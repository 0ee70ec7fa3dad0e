import { sql } from 'kysely'
import type { EventPlace } from '../event-filter.ts'
import type { Question } from '../store.ts'

/** A pattern of LIKE in small letters, after which event, and how many events are looked through at most. */
export interface NamingWish {
  readonly pattern: string
  /** Only what came up to this arrival. */
  readonly upTo: number
  readonly after: EventPlace | null
  readonly most: number
}

/** What was found, and the event up to which was looked; null if that was all. */
export interface NamingEvents {
  readonly events: readonly (EventPlace & { readonly fields: string })[]
  readonly reached: EventPlace | null
}

/** Events whose other fields fit a pattern, the oldest first. */
export const eventsNaming: Question<NamingWish, NamingEvents> = {
  name: 'events-naming',
  run: async (db, { pattern, upTo, after, most }) => {
    const later = db
      .selectFrom('event')
      .$if(after !== null, (query) => query.where(sql<boolean>`(time, id) > (${after?.time}, ${after?.id})`))
      .orderBy('time')
      .orderBy('id')
    const last = await later
      .select(['time', 'id'])
      .offset(most - 1)
      .limit(1)
      .executeTakeFirst()
    const within = last === undefined ? sql<boolean>`true` : sql<boolean>`(time, id) <= (${last.time}, ${last.id})`
    const events = await later
      .select(['time', 'id', 'fields'])
      .where(within)
      .where(sql<boolean>`arrival + 0 <= ${upTo}`)
      .where(sql<boolean>`lower(fields) like ${pattern} escape ${sql.lit('\\')}`)
      .execute()
    return { events, reached: last ?? null }
  },
}
