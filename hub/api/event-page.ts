import * as v from 'valibot'
import type { EventsAnswer, ShownEvent } from '../contract/event-contract.ts'
import type { Hub } from '../http/route.ts'
import { type PageQuery, pageOfEvents } from '../store/ask/page-of-events.ts'
import type { EventFilter, EventPlace } from '../store/event-filter.ts'
import type { Sought } from '../store/sought.ts'
import { endingSoon } from './clock-ahead.ts'
import { publicId } from './event-id.ts'
import { shownEvent, showEventsOf } from './event-shape.ts'

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
export async function eventPage({ store }: Pick<Hub, 'store'>, wish: PageWish): Promise<EventPage> {
  const { events, end, hosts } = await store.ask(pageOfEvents, queryOf(wish))
  return { events: showEventsOf(events, new Map(hosts)), end }
}

/** The same as answered: without an end, what a wrong clock put far ahead does not stand on top for years. */
export async function answeredPage(hub: Pick<Hub, 'store' | 'clock'>, wish: PageWish): Promise<EventsAnswer> {
  const { until, before } = wish.filter
  const isFirst = until === undefined && before === undefined
  const query = {
    ...queryOf({ ...wish, filter: endingSoon(wish.filter, hub) }),
    ...(isFirst && { countLater: MOST_LATER }),
  }
  const { events, end, hosts, later } = await hub.store.ask(pageOfEvents, query)
  const shown = showEventsOf(events, new Map(hosts))
  return { events: shown, next: end === null ? null : publicId(end), ...(isFirst && { later }) }
}

function queryOf({ filter, sought, limit }: PageWish): PageQuery {
  return { ...filter, ...(sought !== undefined && { sought }), limit, most: MOST_EXAMINED }
}
