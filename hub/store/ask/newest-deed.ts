import type { Question } from '../store.ts'

/** The id of the newest row of the audit log; 0 if it is empty. */
export const newestDeed: Question<null, number> = {
  name: 'newest-deed',
  run: async (db) => {
    const newest = await db.selectFrom('audit').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
    return newest?.id ?? 0
  },
}
