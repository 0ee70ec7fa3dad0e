import { INCIDENTS } from '../judging/move-judging.ts'
import type { Question } from '../store.ts'
import { newestArrival } from './newest-arrival.ts'

/** How far judging is behind what arrives. */
export interface JudgingLag {
  /** How many arrivals it has not noted as judged. Those of some seconds are usual: it notes that seldom. */
  readonly arrivals: number
  /** When the first of them came, in seconds; null if there is none. */
  readonly since: number | null
}

/** How far judging is behind what arrives. */
export const judgingLag: Question<null, JudgingLag> = {
  name: 'judging-lag',
  run: async (db) => {
    const newest = await newestArrival.run(db, null)
    const row = await db.selectFrom('judging').select('arrival').where('name', '=', INCIDENTS).executeTakeFirst()
    const judged = row?.arrival ?? 0
    if (newest <= judged) return { arrivals: 0, since: null }
    const first = await db
      .selectFrom('event')
      // SQLite uses the index only if what orders is selected, too.
      .select(['arrival', 'received'])
      .where('arrival', '>', judged)
      .orderBy('arrival')
      .limit(1)
      .executeTakeFirst()
    return { arrivals: newest - judged, since: first?.received ?? null }
  },
}
