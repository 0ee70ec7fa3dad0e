import type { Kysely } from 'kysely'
import type { EventFilter, EventPlace } from '../event-filter.ts'
import type { Sought } from '../sought.ts'
import type { Question } from '../store.ts'
import type { KeptEvent, Tables } from '../tables.ts'
import { foundEvents } from './found-events.ts'
import { hostsOf } from './hosts-of.ts'
import { newestEvents } from './newest-events.ts'

/** Which events, and how many of them. */
export interface PageQuery extends EventFilter {
  readonly sought?: Sought
  readonly limit: number
  /** How many events one page looks through for what is sought. */
  readonly most: number
  /** Present if those from `until` on are counted, up to so many. */
  readonly countLater?: number
}

/** A page of events, and where the next one begins. */
export interface PageOfEvents {
  readonly events: readonly KeptEvent[]
  readonly end: EventPlace | null
  /** The present names of their hosts, by their agents. */
  readonly hosts: readonly (readonly [number, string])[]
  readonly later: number
}

/**
 * A page of events, newest first, with what is shown of it: one question instead of three, as of a busy processor each
 * waits for its turn.
 */
export const pageOfEvents: Question<PageQuery, PageOfEvents> = {
  name: 'page-of-events',
  run: async (db, { countLater, ...query }) => {
    const { events, end } = await page(db, query)
    const hosts = await hostsOf.run(db, [...new Set(events.map(({ agent }) => agent))])
    return { events, end, hosts, later: countLater === undefined ? 0 : await laterThan(db, query, countLater) }
  },
}

type Page = Pick<PageOfEvents, 'events' | 'end'>

async function page(db: Kysely<Tables>, { sought, most, ...query }: PageQuery): Promise<Page> {
  if (sought !== undefined) {
    const { events, reached } = await foundEvents.run(db, { ...query, sought, most })
    return { events, end: reached }
  }
  const events = await newestEvents.run(db, query)
  return { events, end: events.length < query.limit ? null : (events.at(-1) ?? null) }
}

async function laterThan(db: Kysely<Tables>, { until, ...query }: PageQuery, limit: number): Promise<number> {
  const from = Math.max(query.from ?? 0, until ?? 0)
  const { events } = await page(db, { ...query, from, limit })
  return events.length
}
