import * as v from 'valibot'
import type { EventsAnswer, ShownEvent } from '../contract/event-contract.ts'
import type { Hub } from '../http/route.ts'
import { foundEvents } from '../store/ask/found-events.ts'
import { newestEvents } from '../store/ask/newest-events.ts'
import type { EventFilter, EventPlace } from '../store/event-filter.ts'
import type { Sought } from '../store/sought.ts'
import type { KeptEvent } from '../store/tables.ts'
import { endingSoon } from './clock-ahead.ts'
import { publicId } from './event-id.ts'
import { showEvents, shownEvent } from './event-shape.ts'

/** How many are counted at most that are too far ahead. */
const MOST_LATER = 100

/** The parts of a page of events, as answered. */
export const PAGE_PARTS = {
  events: v.pipe(v.array(shownEvent), v.description('Newest first.')),
  next: v.nullable(v.pipe(v.string(), v.description('The value of before for the next page; null on the last one.'))),
  later: v.exactOptional(
    v.pipe(
      v.number(),
      v.description(
        `On a first page without until: how many are left out as they are more than an hour ahead, ${MOST_LATER} at most.`,
      ),
    ),
  ),
} as const

/** A page of events, as answered. */
export const shownPage: v.GenericSchema<EventsAnswer> = v.object(PAGE_PARTS)

/** How many events one page looks through for what no index finds. */
const MOST_EXAMINED = 20_000

/** A page of events, and where the next one begins. */
export interface EventPage {
  readonly events: readonly ShownEvent[]
  readonly end: EventPlace | null
}

/** Which events, and how many of them. */
export interface PageWish {
  readonly filter: EventFilter
  readonly sought?: Sought
  readonly limit: number
}

/** The newest events that fit, newest first. */
export async function eventPage(hub: Pick<Hub, 'store'>, wish: PageWish): Promise<EventPage> {
  const { events, end } = await keptPage(hub, wish)
  return { events: await showEvents(hub, events), end }
}

async function keptPage(
  { store }: Pick<Hub, 'store'>,
  { filter, sought, limit }: PageWish,
): Promise<{ readonly events: readonly KeptEvent[]; readonly end: EventPlace | null }> {
  if (sought !== undefined) {
    const { events, reached } = await store.ask(foundEvents, { ...filter, sought, limit, most: MOST_EXAMINED })
    return { events, end: reached }
  }
  const events = await store.ask(newestEvents, { ...filter, limit })
  return { events, end: events.length < limit ? null : (events.at(-1) ?? null) }
}

/** The same as answered: without an end, what a wrong clock put far ahead does not stand on top for years. */
export async function answeredPage(hub: Pick<Hub, 'store' | 'clock'>, wish: PageWish): Promise<EventsAnswer> {
  const filter = endingSoon(wish.filter, hub)
  const { until, before, from = 0 } = wish.filter
  const ahead = { ...wish.filter, from: Math.max(from, filter.until) }
  const isFirst = until === undefined && before === undefined
  // At the same time: each question waits until a busy processor turns to the store's thread, and back.
  const [{ events, end }, later] = await Promise.all([
    eventPage(hub, { ...wish, filter }),
    isFirst ? keptPage(hub, { ...wish, filter: ahead, limit: MOST_LATER }) : undefined,
  ])
  const answer = { events, next: end === null ? null : publicId(end) }
  return later === undefined ? answer : { ...answer, later: later.events.length }
}
