import type { Kysely } from 'kysely'
import { type CountedKinds, countedSpans, countOfKinds } from '../counted-spans.ts'
import { type EventFilter, fittingEvents, MOST_KINDS_APART, newestFirst } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent, Tables } from '../tables.ts'

/** The newest events that fit, newest first. */
export const newestEvents: Question<EventFilter & { limit: number }, readonly KeptEvent[]> = {
  name: 'newest-events',
  run: async (db, { limit, ...filter }) => {
    const { kinds = [], agent, mailbox, ip, context, minSeverity = 0, isAssessed, isTakeoverStep } = filter
    const isOfMany = mailbox === undefined && ip === undefined && minSeverity === 0
    if (kinds.length === 0 || !isOfMany) return newest(db, filter, limit)
    if (agent === undefined) return newestOfKinds(db, { ...filter, kinds }, limit)
    const isCounted = [context, isAssessed, isTakeoverStep].every((part) => part === undefined)
    return isCounted ? newestCounted(db, { ...filter, agent, kinds }, limit) : newest(db, filter, limit)
  },
}

/** Several kinds are no range of an index; the newest of each are. */
async function newestOfKinds(
  db: Kysely<Tables>,
  filter: EventFilter & { kinds: readonly number[] },
  limit: number,
): Promise<readonly KeptEvent[]> {
  const kinds = new Set(filter.kinds)
  if (kinds.size > MOST_KINDS_APART) return newest(db, filter, limit)
  const each = []
  for (const kind of kinds) each.push(await newest(db, { ...filter, kinds: [kind] }, limit, 'kind'))
  return each.flat().sort(newestFirst).slice(0, limit)
}

/** How many events of all agents are looked through for those of one. */
const FEW = 10_000

/** A host can have very many events, and few of a kind. */
async function newestCounted(
  db: Kysely<Tables>,
  { before, ...filter }: CountedKinds,
  limit: number,
): Promise<readonly KeptEvent[]> {
  const paged = before === undefined ? filter : { ...filter, before }
  if ((await countOfKinds(db, paged)) <= FEW) return newestOfKinds(db, paged, limit)
  const found: KeptEvent[] = []
  for await (const span of countedSpans(db, paged, limit)) {
    const isWhole = before === undefined || span.until <= before.time
    const [from, until] = [Math.max(span.from, filter.from ?? 0), Math.min(span.until, filter.until ?? Infinity)]
    const within = { ...filter, from, until, ...(isWhole ? {} : { before }) }
    found.push(...(await newest(db, within, limit - found.length)))
    if (found.length === limit) break
  }
  return found
}

async function newest(
  db: Kysely<Tables>,
  filter: EventFilter,
  limit: number,
  lead?: 'kind',
): Promise<readonly KeptEvent[]> {
  return fittingEvents(db, filter, lead)
    .selectAll()
    .orderBy('time', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
