import { type EventFilter, fittingEvents } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** Which arrivals: those after this one, up to that one. */
export interface ArrivalSpan extends Omit<EventFilter, 'before'> {
  readonly after: number
  readonly upTo: number
}

/** The events that came with these arrivals and fit, in the order in which they came. */
export const arrivedEvents: Question<ArrivalSpan, readonly KeptEvent[]> = {
  name: 'arrived-events',
  run: (db, { after, upTo, ...filter }) =>
    fittingEvents(db, filter, 'arrival')
      .selectAll()
      .where('arrival', '>', after)
      .where('arrival', '<=', upTo)
      .orderBy('arrival')
      .orderBy('time')
      .orderBy('id')
      .execute(),
}
