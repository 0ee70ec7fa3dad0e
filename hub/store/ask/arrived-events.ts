import { type EventFilter, type EventPlace, fittingEvents } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** Which arrivals: those after this one, up to that one. */
export interface ArrivalSpan extends Omit<EventFilter, 'before'> {
  readonly after: number
  readonly upTo: number
  /** Of the arrival that follows `after` only what comes after this event. */
  readonly behind?: EventPlace
  readonly limit?: number
}

/** The events that came with these arrivals and fit, in the order in which they came. */
export const arrivedEvents: Question<ArrivalSpan, readonly KeptEvent[]> = {
  name: 'arrived-events',
  run: (db, { after, upTo, behind, limit, ...filter }) => {
    let query = fittingEvents(db, filter, 'arrival')
      .selectAll()
      .where('arrival', '>', after)
      .where('arrival', '<=', upTo)
    if (behind !== undefined)
      query = query.where((where) =>
        where.or([
          where('arrival', '>', after + 1),
          where(where.refTuple('time', 'id'), '>', where.tuple(behind.time, behind.id)),
        ]),
      )
    if (limit !== undefined) query = query.limit(limit)
    return query.orderBy('arrival').orderBy('time').orderBy('id').execute()
  },
}
