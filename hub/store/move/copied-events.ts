import { makeSegments, segmentDays } from '../postgres/postgres-segments.ts'
import type { Change, Question } from '../store.ts'
import type { EventTable, KeptEvent } from '../tables.ts'

/** The place of an event in the order in which they came. */
export interface ArrivalPlace {
  readonly arrival: number
  readonly id: string
}

/** How many events are copied in one transaction. */
export const EVENTS_OF_COPY = 2000

/** The last event that a store has, in the order in which they came; the place before all if there is none. */
export const lastArrival: Question<null, ArrivalPlace> = {
  name: 'last-arrival',
  run: async (db) => {
    const events = db.selectFrom('event').select(['arrival', 'id']).limit(1)
    return (await events.orderBy('arrival', 'desc').orderBy('id', 'desc').executeTakeFirst()) ?? { arrival: 0, id: '' }
  },
}

/** Some of the events that came after this one, in the order in which they came. */
export const eventsAfter: Question<ArrivalPlace, readonly KeptEvent[]> = {
  name: 'events-after',
  run: (db, { arrival, id }) =>
    db
      .selectFrom('event')
      .selectAll()
      .where((where) => where(where.refTuple('arrival', 'id'), '>', where.tuple(arrival, id)))
      .orderBy('arrival')
      .orderBy('id')
      .limit(EVENTS_OF_COPY)
      .execute(),
}

/** Adds events to PostgreSQL as they are, in segments of their own days. */
export const addEvents: Change<{ events: readonly EventTable[]; now: number }, null> = {
  name: 'add-events',
  run: async (db, { events, now }) => {
    const days = await segmentDays(db)
    await makeSegments(
      db,
      days,
      events.map(({ time }) => time),
      now,
    )
    // Fails if one is there already: a place is copied once.
    await db.insertInto('event').values(events).execute()
    return null
  },
}
