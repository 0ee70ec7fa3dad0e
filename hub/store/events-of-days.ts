import { type Kysely, type QueryCreator, sql } from 'kysely'
import type { Span } from './counted-spans.ts'
import { DAY, dayOf } from './segment-days.ts'
import type { SegmentOf } from './store.ts'
import type { EventTable, Tables } from './tables.ts'

/** For queries of which `event` has those of the days of a span, and maybe others. */
export function withEventsOf(db: Kysely<Tables>, { from, until }: Span, segmentOf: SegmentOf): QueryCreator<Tables> {
  const names = new Set<string>()
  for (let day = dayOf(from); day < until; day += DAY) names.add(segmentOf(day))
  if (names.has('event')) return db
  const segments = [...names].map((name) => sql`select * from ${sql.table(name)}`)
  return db.with('event', () => sql<EventTable>`(${sql.join(segments, sql` union all `)})`)
}
