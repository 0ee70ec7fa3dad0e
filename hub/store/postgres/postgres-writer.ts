import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { EventWriter, Inserted } from '../insert-new.ts'
import { YEAR_SHIFTS, ZONE_SHIFT } from '../segment-days.ts'
import type { NewEvent, Tables } from '../tables.ts'
import { makeSegments } from './postgres-segments.ts'

/** Writes events into PostgreSQL: one statement for any number of them. */
export class PostgresWriter implements EventWriter {
  readonly #db: Kysely<Tables>
  readonly #known: ReadonlySet<number>
  /** The days that have a segment once the transaction is committed. */
  days: ReadonlySet<number>

  /** `days` are those that are known to have a segment. */
  constructor(db: Kysely<Tables>, days: ReadonlySet<number>) {
    this.#db = db
    this.#known = days
    this.days = days
  }

  async prepare(times: readonly number[], now: number): Promise<void> {
    this.days = await makeSegments(this.#db, this.#known, times, now)
  }

  async insert(events: readonly NewEvent[], arrival: number): Promise<Inserted> {
    if (events.length === 0) return { added: new Set(), foreign: new Set() }
    const names = sql.join(COLUMNS.map(({ name }) => sql.ref(name)))
    const { rows } = await sql<{ id: string }>`insert into event (${names}, arrival)
      select ${names}, ${arrival}::bigint from ${rowsOf(events)} where not ${isKept(events)}
      order by time, id on conflict do nothing returning id`.execute(this.#db)
    const added = new Set(rows.map(({ id }) => id))
    const others = events.filter(({ id }) => !added.has(id))
    return { added, foreign: others.length === 0 ? new Set() : await this.#foreign(others) }
  }

  /** Ids of those that are there, but not of their agents. */
  async #foreign(events: readonly NewEvent[]): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ id: string }>`select id from ${rowsOf(events)}
      where not ${isKept(events, sql`and e.agent = n.agent`)}`.execute(this.#db)
    return new Set(rows.map(({ id }) => id))
  }
}

/** The events as rows of a table `n`. */
function rowsOf(events: readonly NewEvent[]): RawBuilder<unknown> {
  const columns = COLUMNS.map(({ name, type }) => sql`${events.map((event) => event[name])}::${sql.raw(type)}[]`)
  return sql`unnest(${sql.join(columns)}) as n (${sql.join(COLUMNS.map(({ name }) => sql.ref(name)))})`
}

/** Whether the id of a row of `n` is there, under this time or another; `further` is a condition on that event, `e`. */
function isKept(events: readonly NewEvent[], further = sql``): RawBuilder<unknown> {
  const times = events.map(({ time }) => time)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  // The fixed bounds leave out segments before one is looked into.
  const near = SHIFTS.map(
    ([from, until]) => sql`exists (select from event e where e.id = n.id ${further}
      and e.time between n.time + ${sql.lit(from)} and n.time + ${sql.lit(until)}
      and e.time between ${sql.lit(first + from)} and ${sql.lit(last + until)})`,
  )
  const far = sql`exists (select from event_other e where e.id = n.id ${further})`
  return sql`(${sql.join([...near, far], sql` or `)})`
}

/** How far the same line can be from its time, in seconds. */
const SHIFTS: readonly (readonly [from: number, until: number])[] = [
  [0],
  YEAR_SHIFTS.filter((shift) => shift < 0),
  YEAR_SHIFTS.filter((shift) => shift > 0),
].map((shifts) => [Math.min(...shifts) - ZONE_SHIFT, Math.max(...shifts) + ZONE_SHIFT])

/** Its array type is what PostgreSQL is told of each column. */
const COLUMNS: readonly { readonly name: keyof NewEvent; readonly type: string }[] = [
  { name: 'time', type: 'bigint' },
  { name: 'id', type: 'text' },
  { name: 'received', type: 'bigint' },
  { name: 'kind', type: 'smallint' },
  { name: 'context', type: 'smallint' },
  { name: 'severity', type: 'smallint' },
  { name: 'service', type: 'smallint' },
  { name: 'agent', type: 'bigint' },
  { name: 'mailbox', type: 'text' },
  { name: 'ip', type: 'text' },
  { name: 'fields', type: 'text' },
]
