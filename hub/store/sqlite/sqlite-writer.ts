import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { EventWriter, Inserted } from '../insert-new.ts'
import { DAY, dayOf, YEAR_SHIFTS, ZONE_SHIFT } from '../segment-days.ts'
import type { NewEvent } from '../tables.ts'
import { OTHER_SEGMENT, type SqliteSegments } from './sqlite-segments.ts'

/** How many statements of each kind are kept: one for each segment in use. */
const MOST_STATEMENTS = 100

/** Writes events into the segments of the embedded store. */
export class SqliteWriter implements EventWriter {
  readonly #connection: DatabaseSync
  readonly #segments: SqliteSegments
  /** Prepared statements, by their segment. A statement of a table that was made again prepares itself again. */
  readonly #inserts = new Map<string, StatementSync>()
  readonly #looks = new Map<string, StatementSync>()
  readonly #any = new Map<string, StatementSync>()

  constructor(connection: DatabaseSync, segments: SqliteSegments) {
    this.#connection = connection
    this.#segments = segments
  }

  async prepare(times: readonly number[], now: number): Promise<void> {
    this.#segments.prepare(times, now)
  }

  async insert(events: readonly NewEvent[], arrival: number): Promise<Inserted> {
    const [added, foreign] = [new Set<string>(), new Set<string>()]
    for (const [day, ofDay] of Map.groupBy(events, ({ time }) => dayOf(time))) {
      const own = this.#segments.nameFor(day)
      const insert = this.#insert(own)
      const others = this.#neighbours(day, own)
      for (const event of ofDay) {
        const isElsewhere = others.some((look) => look.get(event.id) !== undefined)
        if (!isElsewhere && Number(insert.run(...valuesOf(event, arrival)).changes) > 0) added.add(event.id)
        else if (!isOwn(event, [this.#look(own), ...others])) foreign.add(event.id)
      }
    }
    return { added, foreign }
  }

  /** Looks for an id into the other segments that may hold the same line under another time. */
  #neighbours(day: number, own: string): readonly StatementSync[] {
    const names = new Set<string>([OTHER_SEGMENT])
    for (const shift of [0, ...YEAR_SHIFTS]) {
      for (let other = day + shift - ZONE_SHIFT; other <= day + shift + ZONE_SHIFT; other += DAY) {
        const name = this.#segments.nameOf(other)
        if (name !== undefined) names.add(name)
      }
    }
    names.delete(own)
    return [...names].filter((name) => !this.#isEmpty(name)).map((name) => this.#look(name))
  }

  #insert(name: string): StatementSync {
    return this.#prepared(
      this.#inserts,
      name,
      `insert into ${name} (time, id, arrival, received, kind, context, severity, service, agent, mailbox, ip,
         fields) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    )
  }

  /** Those of the days that come are. */
  #isEmpty(name: string): boolean {
    return this.#prepared(this.#any, name, `select 1 from ${name} limit 1`).get() === undefined
  }

  #look(name: string): StatementSync {
    return this.#prepared(this.#looks, name, `select agent from ${name} where id = ?`)
  }

  #prepared(known: Map<string, StatementSync>, name: string, text: string): StatementSync {
    const statement = known.get(name) ?? this.#connection.prepare(text)
    if (known.size > MOST_STATEMENTS) known.clear()
    known.set(name, statement)
    return statement
  }
}

/** Whether the agent of an event is among those of the events that have its id. */
function isOwn({ id, agent }: NewEvent, looks: readonly StatementSync[]): boolean {
  return looks.some((look) => look.get(id)?.['agent'] === agent)
}

function valuesOf(event: NewEvent, arrival: number): (string | number | null)[] {
  const { time, id, received, kind, context, severity, service, agent, mailbox, ip, fields } = event
  return [time, id, arrival, received, kind, context, severity, service, agent, mailbox, ip, fields]
}
