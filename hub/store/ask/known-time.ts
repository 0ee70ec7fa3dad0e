import type { Question } from '../store.ts'

/** The last time at which a clock was believed, in seconds; null in a store that has none yet. */
export const knownTime: Question<null, number | null> = {
  name: 'known-time',
  run: async (db) => {
    const row = await db.selectFrom('counter').select('value').where('name', '=', 'clock').executeTakeFirst()
    return row?.value ?? null
  },
}
