import { type Kysely, sql } from 'kysely'
import { type EventFilter, fittingEvents } from '../event-filter.ts'
import { hasSought, type Sought } from '../sought.ts'
import type { Question } from '../store.ts'
import type { Tables } from '../tables.ts'
import type { SpanCount } from './event-counts.ts'

/** What is counted. */
export interface FacetWish extends EventFilter {
  readonly sought?: Sought
  /** How many of the newest events that fit otherwise are looked through. */
  readonly most: number
  /** How many values of a facet are told: those that most events have. */
  readonly top: number
  /** How long the spans are that are counted, in seconds; absent: none are. */
  readonly width?: number
}

/** A column that events are counted by. */
export type FacetColumn = 'severity' | 'kind' | 'agent' | 'mailbox' | 'ip' | 'service'

/** How many events have a value in a column. */
export interface FacetCount {
  readonly facet: FacetColumn
  readonly value: string
  readonly count: number
}

/** The counts, the value with most first; of the newest events if not `whole`. */
export interface FacetCounts {
  readonly total: number
  readonly whole: boolean
  readonly counts: readonly FacetCount[]
  readonly spans: readonly SpanCount[]
}

const COLUMNS: readonly FacetColumn[] = ['severity', 'kind', 'agent', 'mailbox', 'ip', 'service']

/** What the newest events that fit have in common: read once, counted by each column. */
export const facetCounts: Question<FacetWish, FacetCounts> = {
  name: 'facet-counts',
  isLong: true,
  run: async (db, { sought = {}, most, top, width, ...filter }) => {
    const newest = fittingEvents(db, filter)
      // With the id, by which they are ordered: else SQLite reads and sorts all there are.
      .select([...COLUMNS, 'time', 'id', 'fields'])
      .orderBy('time', 'desc')
      .orderBy('id', 'desc')
      .limit(most)
    const parts = COLUMNS.map((column) => {
      const [name, ref] = [sql.lit(column), sql.ref(column)]
      return sql`select * from (select ${name} as facet, cast(${ref} as text) as value, count(*) as count from fitting
        where ${ref} is not null group by ${ref} order by count(*) desc, ${ref} limit ${top}) as of_${sql.raw(column)}`
    })
    const span = sql`time - time % ${sql.lit(width ?? 1)}`
    const spans = sql`select 'span' as facet, cast(${span} as text) || ' ' || cast(kind as text) as value,
      count(*) as count from fitting group by ${span}, kind`
    const all = width === undefined ? parts : [...parts, spans]
    const { rows } = await sql<{ facet: FacetColumn | 'total' | 'span'; value: string; count: number }>`
      with newest as materialized ${newest}, fitting as materialized (select * from newest where ${hasSought(sought)})
      select 'total' as facet, cast((select count(*) from newest) as text) as value, count(*) as count from fitting
      union all ${sql.join(all, sql` union all `)}`.execute(db)
    const total = rows.find(({ facet }) => facet === 'total')
    const counts = rows.flatMap(({ facet, ...row }) =>
      facet === 'total' || facet === 'span' ? [] : [{ facet, ...row }],
    )
    const isWhole = Number(total?.value) < most || !(await hasMore(db, filter, most))
    return {
      total: total?.count ?? 0,
      whole: isWhole,
      counts,
      spans: rows.flatMap((row) => (row.facet === 'span' ? [spanOf(row)] : [])),
    }
  },
}

function spanOf({ value, count }: { readonly value: string; readonly count: number }): SpanCount {
  const [time, kind] = value.split(' ').map(Number)
  return { time: time ?? 0, kind: kind ?? -1, count }
}

async function hasMore(db: Kysely<Tables>, filter: EventFilter, most: number): Promise<boolean> {
  const query = fittingEvents(db, filter).select(['time', 'id']).orderBy('time', 'desc').orderBy('id', 'desc')
  return (await query.offset(most).limit(1).executeTakeFirst()) !== undefined
}
