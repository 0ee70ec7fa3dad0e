import type { KeptSnooze } from '../alert-tables.ts'
import type { Question } from '../store.ts'

/** The snoozes in force at a time, in seconds, or also the latest of those that have ended; the newest first. */
export const everySnooze: Question<{ now: number; all: boolean }, readonly KeptSnooze[]> = {
  name: 'every-snooze',
  run: (db, { now, all }) => {
    const query = db.selectFrom('snooze').selectAll()
    const wanted = all ? query : query.where('until', '>', now).where('ended', 'is', null)
    return wanted.orderBy('id', 'desc').limit(1000).execute()
  },
}
