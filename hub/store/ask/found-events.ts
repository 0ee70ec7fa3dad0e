import { type Kysely, sql } from 'kysely'
import { type EventFilter, type EventPlace, fittingEvents, kindsApart, newestFirst } from '../event-filter.ts'
import { hasSought, kindsSought, type Sought } from '../sought.ts'
import type { Question } from '../store.ts'
import type { KeptEvent, Tables } from '../tables.ts'

/** What is looked for. */
export interface Search extends EventFilter {
  readonly sought: Sought
  readonly limit: number
  /** How many of the events that fit otherwise are looked through at most. */
  readonly most: number
}

/** What was found, newest first. */
export interface FoundPage {
  readonly events: readonly KeptEvent[]
  /** The event up to which was looked, if older ones are left; null if none are. */
  readonly reached: EventPlace | null
}

/** Looks for what no index finds through the newest events that fit otherwise, so many at a time. */
export const foundEvents: Question<Search, FoundPage> = {
  name: 'found-events',
  run: async (db, { most, ...search }) => {
    const kinds = kindsSought(search.sought)
    const apart = kindsApart(kinds === undefined ? search : { ...search, kinds: kindsOfBoth(kinds, search.kinds) })
    if (apart === undefined) return foundPage(db, { ...search, most })
    const pages = []
    const share = Math.ceil(most / apart.length)
    for (const kind of apart) pages.push(await foundPage(db, { ...search, kinds: [kind], most: share }))
    return merged(pages, search.limit)
  },
}

function kindsOfBoth(some: readonly number[], others: readonly number[] = some): readonly number[] {
  return some.filter((kind) => others.includes(kind))
}

async function foundPage(db: Kysely<Tables>, { sought, limit, most, ...filter }: Search): Promise<FoundPage> {
  const last = await fittingEvents(db, filter)
    .select(['time', 'id'])
    .orderBy('time', 'desc')
    .orderBy('id', 'desc')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst()
  let query = fittingEvents(db, filter).selectAll().where(hasSought(sought))
  if (last !== undefined) query = query.where(sql<boolean>`(time, id) >= (${last.time}, ${last.id})`)
  const events = await query.orderBy('time', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return { events, reached: reachedBy(events, limit, last) }
}

/** What was found of each kind: only as far back as every kind was looked through. */
function merged(pages: readonly FoundPage[], limit: number): FoundPage {
  const [nearest] = pages.flatMap(({ reached }) => reached ?? []).toSorted(newestFirst)
  const events = pages
    .flatMap((page) => page.events)
    .filter((event) => nearest === undefined || newestFirst(event, nearest) <= 0)
    .toSorted(newestFirst)
    .slice(0, limit)
  return { events, reached: reachedBy(events, limit, nearest) }
}

function reachedBy(events: readonly KeptEvent[], limit: number, last?: EventPlace): EventPlace | null {
  const end = events.at(-1)
  const reached = events.length === limit && end !== undefined ? end : last
  return reached === undefined ? null : { time: reached.time, id: reached.id }
}
