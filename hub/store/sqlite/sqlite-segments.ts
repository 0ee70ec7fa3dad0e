import type { DatabaseSync } from 'node:sqlite'
import { DAY, dayOf, daysNear, segmentDay, segmentName } from '../segment-days.ts'

/** The segment of events that are far from the present. */
export const OTHER_SEGMENT = 'event_other'

const COLUMNS = 'time, id, arrival, received, kind, context, severity, service, agent, mailbox, ip, fields'

/**
 * The segments of the embedded store: a table for each UTC day, small enough that its indices stay in memory, and a
 * view `event` over all of them. Retention drops tables, which takes no time.
 */
export class SqliteSegments {
  readonly #connection: DatabaseSync
  /** The days that have one, and the tables' names. */
  #known: ReadonlyMap<number, string> = new Map()
  /** The version of the tables when `#known` was read; undefined if it may be rolled back. */
  #version: unknown

  constructor(connection: DatabaseSync) {
    this.#connection = connection
  }

  /** Makes what is missing for these times, if they are not far from `now`. In a transaction. */
  prepare(times: readonly number[], now: number): void {
    this.#refresh()
    const missing = [...daysNear(now, times)].filter((day) => !this.#known.has(day))
    if (missing.length === 0) return
    if (!this.#hasOther()) this.#create(OTHER_SEGMENT)
    for (const day of missing) this.#create(segmentName(day), day)
    this.#changed()
  }

  /** The segment that an event of this time is in, or would be. */
  nameFor(time: number): string {
    return this.#known.get(dayOf(time)) ?? OTHER_SEGMENT
  }

  /** The same, also if another process has made or dropped segments. In a transaction. */
  nameNow(time: number): string {
    this.#refresh()
    return this.nameFor(time)
  }

  /** The name of a day's segment; undefined if it has none. As of the last `prepare`. */
  nameOf(day: number): string | undefined {
    return this.#known.get(day)
  }

  /** Drops segments of days before this one; returns how many. In a transaction. */
  drop(before: number): number {
    this.#refresh()
    const old = [...this.#known].filter(([day]) => day < before)
    if (old.length === 0) return 0
    this.#connection.exec('drop view if exists event')
    for (const [, name] of old) this.#connection.exec(`drop table ${name}`)
    this.#connection.prepare(`delete from ${OTHER_SEGMENT} where time < ?`).run(before)
    this.#changed()
    return old.length
  }

  /** Another process may have made or dropped some before this transaction. */
  #refresh(): void {
    const version = this.#connection.prepare('pragma schema_version').get()?.['schema_version']
    if (version === this.#version) return
    const rows = this.#connection.prepare(`select name from sqlite_schema where name glob 'event_[0-9]*'`).all()
    const days = rows.flatMap(({ name }) => {
      const day = segmentDay(String(name))
      return day === undefined ? [] : [[day, String(name)] as const]
    })
    this.#known = new Map(days)
    this.#version = version
  }

  #hasOther(): boolean {
    return this.#connection.prepare('select 1 from sqlite_schema where name = ?').get(OTHER_SEGMENT) !== undefined
  }

  #create(name: string, day?: number): void {
    this.#connection.exec(
      `create table ${name} (seq integer primary key, time integer not null, id text not null unique,
       arrival integer not null, received integer not null, kind integer not null, context integer not null,
       severity integer not null, service integer, agent integer not null, mailbox text, ip text, fields text not null) strict;
       create index ${name}_time on ${name} (time, id);
       create index ${name}_arrival on ${name} (arrival);
       create index ${name}_agent on ${name} (agent, time, kind);
       create index ${name}_kind on ${name} (kind, time);
       create index ${name}_low on ${name} (time, id, severity, agent, kind) where severity > 0;
       create index ${name}_high on ${name} (time, id, severity, agent, kind) where severity > 2;
       create index ${name}_mailbox on ${name} (mailbox, time) where mailbox is not null;
       create index ${name}_ip on ${name} (ip, time) where ip is not null;`,
    )
    if (day === undefined) return
    // What a fast clock brought before its day.
    const range = `from ${OTHER_SEGMENT} where time >= ${day} and time < ${day + DAY}`
    this.#connection.exec(`insert into ${name} (${COLUMNS}) select ${COLUMNS} ${range}; delete ${range};`)
  }

  #changed(): void {
    this.#refresh()
    const names = [OTHER_SEGMENT, ...this.#known.values()]
    const selects = names.map((name) => `select ${COLUMNS} from ${name}`)
    this.#connection.exec(`drop view if exists event; create view event as ${selects.join(' union all ')};`)
    // Unless this transaction is rolled back, another reading finds the same.
    this.#version = undefined
  }
}
