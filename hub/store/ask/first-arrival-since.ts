import type { Question } from '../store.ts'

/** The first arrival that brought an event of this time or later; undefined if there is none. */
export const firstArrivalSince: Question<number, number | undefined> = {
  name: 'first-arrival-since',
  run: async (db, time) => {
    const row = await db
      .selectFrom('event')
      .select(({ fn }) => fn.min('arrival').as('arrival'))
      .where('time', '>=', time)
      .executeTakeFirst()
    return row?.arrival ?? undefined
  },
}
