import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { EventWriter } from '../keep-arrivals.ts'
import { DAY, dayOf, YEAR_SHIFTS, ZONE_SHIFT } from '../segment-days.ts'
import type { EventTable } from '../tables.ts'
import { OTHER, type SqliteSegments } from './sqlite-segments.ts'

/** How many statements of each kind are kept: one for each segment in use. */
const MOST_STATEMENTS = 100

/** Writes events into the segments of the embedded store. */
export class SqliteWriter implements EventWriter {
  readonly #connection: DatabaseSync
  readonly #segments: SqliteSegments
  /** Prepared statements, by their segment. A statement of a table that was made again prepares itself again. */
  readonly #inserts = new Map<string, StatementSync>()
  readonly #looks = new Map<string, StatementSync>()

  constructor(connection: DatabaseSync, segments: SqliteSegments) {
    this.#connection = connection
    this.#segments = segments
  }

  async prepare(times: readonly number[], now: number): Promise<void> {
    this.#segments.prepare(times, now)
  }

  async insert(events: readonly EventTable[]): Promise<ReadonlySet<string>> {
    const added = new Set<string>()
    for (const event of events) {
      const own = this.#segments.nameFor(event.time)
      const isElsewhere = this.#neighbours(event.time, own).some((name) => this.#look(name).get(event.id) !== undefined)
      if (isElsewhere) continue
      const { changes } = this.#insert(own).run(...valuesOf(event))
      if (Number(changes) > 0) added.add(event.id)
    }
    return added
  }

  /** The other segments that may hold the same line under another time. */
  #neighbours(time: number, own: string): readonly string[] {
    const names = new Set<string>([OTHER])
    for (const shift of [0, ...YEAR_SHIFTS]) {
      for (let day = dayOf(time + shift) - ZONE_SHIFT; day <= dayOf(time + shift) + ZONE_SHIFT; day += DAY) {
        const name = this.#segments.nameOf(day)
        if (name !== undefined) names.add(name)
      }
    }
    names.delete(own)
    return [...names]
  }

  #insert(name: string): StatementSync {
    return this.#prepared(
      this.#inserts,
      name,
      `insert into ${name} (time, id, arrival, received, kind, context, severity, agent, mailbox, ip, fields)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    )
  }

  #look(name: string): StatementSync {
    return this.#prepared(this.#looks, name, `select 1 from ${name} where id = ?`)
  }

  #prepared(known: Map<string, StatementSync>, name: string, text: string): StatementSync {
    const statement = known.get(name) ?? this.#connection.prepare(text)
    if (known.size > MOST_STATEMENTS) known.clear()
    known.set(name, statement)
    return statement
  }
}

function valuesOf(event: EventTable): (string | number | null)[] {
  const { time, id, arrival, received, kind, context, severity, agent, mailbox, ip, fields } = event
  return [time, id, arrival, received, kind, context, severity, agent, mailbox, ip, fields]
}
