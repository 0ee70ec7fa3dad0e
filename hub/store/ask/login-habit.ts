import { type EventFilter, fittingEvents } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** Whose logins, since when. */
export interface HabitWish extends Required<Pick<EventFilter, 'mailbox' | 'kinds' | 'from' | 'until'>> {
  readonly limit: number
}

/** The newest logins of a mailbox, newest first, without what tells nothing about a habit. */
export const loginHabit: Question<HabitWish, readonly Pick<KeptEvent, 'time' | 'ip' | 'fields'>[]> = {
  name: 'login-habit',
  run: (db, { limit, ...filter }) =>
    fittingEvents(db, filter).select(['time', 'ip', 'fields']).orderBy('time', 'desc').limit(limit).execute(),
}
