import { sql } from 'kysely'
import { inOrder, type NextArrivals, type WantedArrivals } from '../arrivals-in-order.ts'
import type { Question } from '../store.ts'
import { newestArrival } from './newest-arrival.ts'

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
