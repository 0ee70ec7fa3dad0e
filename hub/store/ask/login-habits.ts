import { type EventFilter, fittingEvents } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** Whose logins, since when; at most `limit` of each mailbox. */
export interface HabitsWish extends Required<Pick<EventFilter, 'kinds' | 'from' | 'until'>> {
  /** Each once, and one at least. */
  readonly mailboxes: readonly string[]
  readonly limit: number
}

/** The newest logins of each mailbox, without what tells nothing about a habit. */
export const loginHabits: Question<HabitsWish, readonly Pick<KeptEvent, 'mailbox' | 'time' | 'ip' | 'fields'>[]> = {
  name: 'login-habits',
  isLong: true,
  run: async (db, { mailboxes, limit, ...filter }) => {
    const each = mailboxes.map((mailbox) =>
      db
        .selectFrom(
          fittingEvents(db, { ...filter, mailbox })
            .select(['mailbox', 'time', 'ip', 'fields'])
            .orderBy('time', 'desc')
            .limit(limit)
            .as('one'),
        )
        .selectAll(),
    )
    const [first, ...others] = each
    if (first === undefined) return []
    return others.reduce((all, one) => all.unionAll(one), first).execute()
  },
}
