import { type Kysely, sql } from 'kysely'
import type { EventWriter } from '../keep-arrivals.ts'
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

  async insert(events: readonly NewEvent[], arrival: number): Promise<ReadonlySet<string>> {
    if (events.length === 0) return new Set()
    const columns = COLUMNS.map(({ name, type }) => sql`${events.map((event) => event[name])}::${sql.raw(type)}[]`)
    const names = sql.join(COLUMNS.map(({ name }) => sql.ref(name)))
    const times = events.map(({ time }) => time)
    const [first, last] = [Math.min(...times), Math.max(...times)]
    // The fixed bounds leave out segments before one is looked into.
    const elsewhere = SHIFTS.map(
      ([from, until]) => sql`not exists (select from event e where e.id = n.id
        and e.time between n.time + ${sql.lit(from)} and n.time + ${sql.lit(until)}
        and e.time between ${sql.lit(first + from)} and ${sql.lit(last + until)})`,
    )
    const { rows } = await sql<{ id: string }>`insert into event (${names}, arrival)
      select ${names}, ${arrival}::bigint from unnest(${sql.join(columns)}) as n (${names})
      where ${sql.join(elsewhere, sql` and `)} and not exists (select from event_other o where o.id = n.id)
      order by time, id on conflict do nothing returning id`.execute(this.#db)
    return new Set(rows.map(({ id }) => id))
  }
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
  { name: 'agent', type: 'bigint' },
  { name: 'mailbox', type: 'text' },
  { name: 'ip', type: 'text' },
  { name: 'fields', type: 'text' },
]
