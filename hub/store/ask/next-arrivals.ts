import { sql } from 'kysely'
import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'
import { newestArrival } from './newest-arrival.ts'

/** Which arrivals are wanted next. */
interface WantedArrivals {
  readonly after: number
  /** Numbers of the kinds of events wanted of them. */
  readonly kinds: readonly number[]
  /** So many events are enough; a single arrival is given whole. */
  readonly enough: number
}

/** Whole arrivals, in their order. */
export interface NextArrivals {
  readonly events: readonly KeptEvent[]
  /** The last of these arrivals, and the newest of all. */
  readonly upTo: number
  readonly newest: number
}

/** The events of the next arrivals, in the order in which they came. */
export const nextArrivals: Question<WantedArrivals, NextArrivals> = {
  name: 'next-arrivals',
  run: async (db, { after, kinds, enough }) => {
    const newest = await newestArrival.run(db, null)
    if (newest <= after) return { events: [], upTo: after, newest }
    const wanted = db
      .selectFrom('event')
      .selectAll()
      .where('arrival', '<=', newest)
      .where(sql`kind + 0`, 'in', kinds)
    const found = await wanted
      .where('arrival', '>', after)
      .orderBy('arrival')
      .limit(enough + 1)
      .execute()
    const [first, last] = [found[0]?.arrival ?? newest, found.at(-1)?.arrival ?? newest]
    if (found.length <= enough) return { events: inOrder(found), upTo: newest, newest }
    // The last of them is not whole, or only its first event is here.
    if (first < last) return { events: inOrder(found.filter(({ arrival }) => arrival < last)), upTo: last - 1, newest }
    return { events: inOrder(await wanted.where('arrival', '=', first).execute()), upTo: first, newest }
  },
}

function inOrder(events: readonly KeptEvent[]): readonly KeptEvent[] {
  return events.toSorted((a, b) => a.arrival - b.arrival || a.time - b.time || (a.id < b.id ? -1 : 1))
}
