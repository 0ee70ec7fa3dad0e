import type { Kysely } from 'kysely'
import { type EventFilter, fittingEvents, newestFirst } from '../event-filter.ts'
import type { Question } from '../store.ts'
import type { KeptEvent, Tables } from '../tables.ts'

/** The newest events that fit, newest first. */
export const newestEvents: Question<EventFilter & { limit: number }, readonly KeptEvent[]> = {
  name: 'newest-events',
  run: async (db, { limit, ...filter }) => {
    const { kinds = [], agent, mailbox, ip } = filter
    const isOnlyByKind = agent === undefined && mailbox === undefined && ip === undefined
    if (!isOnlyByKind || kinds.length < 2 || kinds.length > MOST_KINDS_APART) return newest(db, filter, limit)
    // Several kinds are no range of an index; the newest of each are.
    const each = []
    for (const kind of new Set(kinds)) each.push(await newest(db, { ...filter, kinds: [kind] }, limit))
    return each.flat().sort(newestFirst).slice(0, limit)
  },
}

/** More kinds than this are most of all events: then the newest events of any kind soon hold enough of them. */
const MOST_KINDS_APART = 32

async function newest(db: Kysely<Tables>, filter: EventFilter, limit: number): Promise<readonly KeptEvent[]> {
  return fittingEvents(db, filter).selectAll().orderBy('time', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
