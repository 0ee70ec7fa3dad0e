import { type EventFilter, type EventPlace, fittingEvents } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent } from '../tables.ts'

/** Around which event, of whom, and how far. */
export interface EventSurroundings extends Pick<EventFilter, 'agent' | 'mailbox' | 'ip'> {
  readonly around: EventPlace
  readonly seconds: number
  /** How many before it and how many after it at most: the nearest. */
  readonly limit: number
}

/** The events before and after one, newest first; without that one. */
export const surroundingEvents: Question<EventSurroundings, readonly KeptEvent[]> = {
  name: 'surrounding-events',
  run: async (db, { around, seconds, limit, ...whose }) => {
    const { time, id } = around
    const later = await fittingEvents(db, { ...whose, from: time, until: time + seconds + 1 })
      .selectAll()
      .where((where) => where(where.refTuple('time', 'id'), '>', where.tuple(time, id)))
      .orderBy('time')
      .orderBy('id')
      .limit(limit)
      .execute()
    const earlier = await fittingEvents(db, { ...whose, from: time - seconds, before: around })
      .selectAll()
      .orderBy('time', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return [...later.toReversed(), ...earlier]
  },
}
