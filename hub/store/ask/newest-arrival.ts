import type { Question } from '../store.ts'

/** The number of the newest arrival; 0 if there is none. */
export const newestArrival: Question<null, number> = {
  name: 'newest-arrival',
  run: async (db) => {
    const row = await db.selectFrom('counter').select('value').where('name', '=', 'arrival').executeTakeFirst()
    return row?.value ?? 0
  },
}
