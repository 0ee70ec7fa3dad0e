import { sql } from 'kysely'
import { countedChecks, type WhichChecks } from '../counted-checks.ts'
import { lastHeard } from '../last-heard.ts'
import type { Question } from '../store.ts'

/** How many checks were told to be in a state, and how many of these by hosts that are silent since. */
export interface CheckCount {
  readonly state: string
  readonly count: number
  readonly silent: number
}

/** How many checks there are in each state; a host is silent if it was heard last before `silentSince`, in seconds. */
export const checkCounts: Question<WhichChecks & { readonly silentSince: number }, readonly CheckCount[]> = {
  name: 'check-counts',
  run: (db, { silentSince, ...which }) =>
    countedChecks(db, which)
      .select([
        'state',
        (count) => count.fn.countAll<number>().as('count'),
        sql<number>`sum(case when ${lastHeard()} < ${silentSince} then 1 else 0 end)`.as('silent'),
      ])
      .groupBy('state')
      .orderBy('state')
      .execute(),
}
