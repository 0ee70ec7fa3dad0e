import { ALL_AGENTS } from '../hour-counts.ts'
import type { Question } from '../store.ts'

/** How many events of a kind there were in an hour, which begins at this second. */
export interface HourCount {
  readonly hour: number
  readonly kind: number
  readonly count: number
}

/** From the hour of this second to the one before that one; of one agent, or of all. */
export interface CountedSpan {
  readonly from: number
  readonly until: number
  readonly agent?: number
}

/** How many events there were by hour and kind, in this order; from running counts, not from the events. */
export const countsByHour: Question<CountedSpan, readonly HourCount[]> = {
  name: 'counts-by-hour',
  run: (db, { from, until, agent = ALL_AGENTS }) =>
    db
      .selectFrom('event_hour')
      .select(['hour', 'kind', 'count'])
      .where('agent', '=', agent)
      .where('hour', '>=', from - (from % 3600))
      .where('hour', '<', until)
      .orderBy('hour')
      .orderBy('kind')
      .execute(),
}
