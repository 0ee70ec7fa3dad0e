import { CountTable, type SavedRow, filled, trimmed } from './count-table.ts'

/** Counts of an hour or a day. One that gets late lines comes more than once: add up those of the same start. */
export interface CountedPeriod {
  readonly unit: 'hour' | 'day'
  /** When it begins in local time, in seconds since 1970-01-01T00:00:00Z. */
  readonly start: number
  /** When the local day begins that it is in. */
  readonly day: number
  /** Numbers of the whole host, without the zeros at the end. */
  readonly total: readonly number[]
  /** Numbers by key, of each table. */
  readonly tables: Readonly<Record<string, readonly SavedRow[]>>
}

/** Lines are out of order by a second or two: a period is closed when a line of a minute after it comes. */
const LATENESS = 60

/** So many are open at most; then the one that was used longest ago is closed: a wrong clock holds none for ever. */
const MOST_OPEN = 3

const LENGTHS = { hour: 3600, day: 86_400 } as const

const NONE: readonly OpenPeriod[] = []

/** A period that still counts. */
export interface OpenPeriod {
  readonly start: number
  readonly day: number
  readonly total: number[]
  /** In the order of the names of the tables. */
  readonly tables: readonly CountTable[]
}

/** What the periods count. */
export interface PeriodShape {
  readonly unit: CountedPeriod['unit']
  /** Numbers in a row. */
  readonly width: number
  /** Names of the tables. */
  readonly tables: readonly string[]
}

/** The open periods of one unit, the one used last at the end. */
export class OpenPeriods {
  readonly #shape: PeriodShape
  readonly #open: OpenPeriod[]

  constructor(shape: PeriodShape, saved: readonly CountedPeriod[] = []) {
    this.#shape = shape
    this.#open = saved.map(({ start, day, total, tables }) => {
      const rows = shape.tables.map((name) => (Object.hasOwn(tables, name) ? tables[name] : undefined))
      return { ...this.#made(start, day, rows), total: filled(total, shape.width) }
    })
  }

  /** The period of this start, opened if need be. */
  at(start: number, day: number): OpenPeriod {
    const index = this.#open.findIndex((each) => each.start === start)
    const [period = this.#made(start, day)] = index === -1 ? [] : this.#open.splice(index, 1)
    this.#open.push(period)
    return period
  }

  /** Closes those that were over a minute before a time, and those that are too many. */
  close(time: number): readonly OpenPeriod[] {
    const latest = time - LENGTHS[this.#shape.unit] - LATENESS
    const surplus = this.#open.length - MOST_OPEN
    if (surplus <= 0 && this.#open.every(({ start }) => start > latest)) return NONE
    const over = this.#open.filter(({ start }, index) => start <= latest || index < surplus)
    for (const each of over) this.#open.splice(this.#open.indexOf(each), 1)
    return over
  }

  /** A period as it is told and saved. */
  told({ start, day, total, tables }: OpenPeriod): CountedPeriod {
    const rows = this.#shape.tables.map((name, index) => [name, tables[index]?.rows() ?? []] as const)
    return { unit: this.#shape.unit, start, day, total: trimmed(total), tables: Object.fromEntries(rows) }
  }

  /** Those that still count, as they are now. */
  saved(): CountedPeriod[] {
    return this.#open.map((each) => this.told(each))
  }

  #made(start: number, day: number, rows: readonly (readonly SavedRow[] | undefined)[] = []): OpenPeriod {
    const { width, tables } = this.#shape
    return {
      start,
      day,
      total: filled([], width),
      tables: tables.map((_, index) => new CountTable(width, rows[index])),
    }
  }
}
