import { addTo, CountTable, filled, type SavedRow, trimmed } from '../../../lib/mail-statistics/count-table.ts'
import type { CountedPeriod } from '../../../lib/mail-statistics/open-periods.ts'
import { type Totals, type TotalsKind, type TotalsRow, WHOLE } from '../../../lib/totals/totals.ts'
import { rankedRows, type Ranking } from './ranked-rows.ts'
import type { SavedTold } from './saved-told.ts'

/** What periods are told as. */
export interface ToldOptions extends Ranking {
  readonly kind: TotalsKind
  /** The table of a period that rows come from. */
  readonly table: string
  /** How often what changed is told, in seconds. */
  readonly every: number
  /** How long a period is, in seconds, by when it begins. */
  readonly secondsOf: (start: number) => number
}

/** Periods that are over and still known, so that what comes late is added to them; the others are forgotten. */
const MOST_OVER = 3

/** Beginnings of forgotten periods that are remembered: to tell one anew would take the place of what it had. */
const MOST_FORGOTTEN = 100

/** Longest key, in characters, as in a fold. */
const LONGEST = 254

/** A period as far as it was told. */
interface ToldPeriod {
  readonly start: number
  /** What is over of it: the whole host, and its rows. */
  readonly total: number[]
  rows: readonly SavedRow[]
  revision: number
  /** The whole host as it was told. */
  told: readonly number[]
  isOver: boolean
  /** Whether that is still to be told. */
  isNew: boolean
}

const UNTOLD = { rows: [], revision: 0, told: [], isOver: false, isNew: false } as const

/**
 * Periods of one kind as they are told: always the sums from their beginning, with a revision that rises. An open one
 * is told every few minutes if it changed, and once more when it is over. A fold that gets late lines closes a period
 * more than once: its parts are added up here. What comes for a period that is forgotten by now counts in the next one
 * that is known.
 */
export class ToldPeriods {
  readonly #options: ToldOptions
  /** By their beginning, the one used last at the end. */
  readonly #periods: Map<number, ToldPeriod>
  /** By their beginning, the one forgotten last at the end. */
  readonly #forgotten: Set<number>
  #last: number

  constructor(options: ToldOptions, { last, periods, forgotten }: SavedTold) {
    this.#options = options
    this.#last = last
    this.#forgotten = new Set(forgotten)
    this.#periods = new Map(
      periods.map((each) => [each.start, { ...each, total: filled(each.total, options.width) }] as const),
    )
  }

  /** Takes a period that is over, or what came late of it. */
  add({ start, total, tables }: CountedPeriod): void {
    // Of before 1970 is a clock that is wrong.
    if (start < 0) return
    const at = this.#knownFrom(start)
    const period = this.#at(at)
    addTo(period.total, total)
    period.rows = rankedRows(this.#sum(period.rows, tables), this.#options)
    if (at !== start) return
    period.isNew ||= !period.isOver
    period.isOver = true
  }

  /** What is to be told: `openNow` tells of the periods that still count. */
  news(openNow: () => readonly CountedPeriod[], now: number): readonly Omit<Totals, 'id'>[] {
    const isDue = now < this.#last || now - this.#last >= this.#options.every
    if (isDue) this.#last = now
    else if (![...this.#periods.values()].some(({ isNew }) => isNew)) return []
    const open = new Map(openNow().flatMap((each) => (each.start < 0 ? [] : [[each.start, each] as const])))
    if (isDue) for (const start of open.keys()) if (this.#knownFrom(start) === start) this.#at(start)
    const told = [...this.#periods.values()]
      .filter(({ isNew }) => isDue || isNew)
      .flatMap((period) => this.#told(period, open.get(period.start)))
    this.#forget(open)
    return told
  }

  /** All it knows, as plain JSON. */
  saved(): SavedTold {
    const periods = Array.from(this.#periods.values(), ({ start, total, rows, revision, told, isOver, isNew }) => {
      return { start, total: trimmed(total), rows: [...rows], revision, told: [...told], isOver, isNew }
    })
    return { last: this.#last, periods, forgotten: [...this.#forgotten] }
  }

  /** Nothing where nothing changed. */
  #told(period: ToldPeriod, open: CountedPeriod | undefined): readonly Omit<Totals, 'id'>[] {
    const { kind, width, secondsOf } = this.#options
    period.isNew = false
    const total = period.total.slice()
    addTo(total, open?.total ?? [])
    if (total.every((number, index) => number === (period.told[index] ?? 0))) return []
    period.told = trimmed(total)
    period.revision += 1
    const ranked = rankedRows(this.#sum(period.rows, open?.tables ?? {}), this.#options)
    const rows = ranked.map(([key, ...numbers]) => rowOf(key, filled(numbers, width)))
    const { start, revision } = period
    return [{ kind, start, seconds: secondsOf(start), revision, rows: [rowOf(WHOLE, total), ...rows] }]
  }

  #sum(rows: readonly SavedRow[], tables: CountedPeriod['tables']): readonly SavedRow[] {
    const { table, width } = this.#options
    const sum = new CountTable(width, rows)
    for (const [key, ...numbers] of tables[table] ?? []) addTo(sum.row(plain(key)), numbers)
    return sum.rows()
  }

  #at(start: number): ToldPeriod {
    const total = filled([], this.#options.width)
    const period = this.#periods.get(start) ?? { ...UNTOLD, start, total }
    this.#periods.delete(start)
    this.#periods.set(start, period)
    return period
  }

  /** Forgets those that were used longest ago. */
  #forget(open: ReadonlyMap<number, unknown>): void {
    const over = [...this.#periods.keys()].filter((start) => !open.has(start))
    for (const start of over.slice(0, -MOST_OVER)) {
      this.#periods.delete(start)
      this.#forgotten.add(start)
    }
    for (const start of [...this.#forgotten].slice(0, -MOST_FORGOTTEN)) this.#forgotten.delete(start)
  }

  /** Where a period counts: in itself, or where it is forgotten in the next one that is known, or else the last one. */
  #knownFrom(start: number): number {
    if (!this.#forgotten.has(start)) return start
    const known = [...this.#periods.keys()].toSorted((one, other) => one - other)
    return known.find((each) => each > start) ?? known.at(-1) ?? start
  }
}

/** Sums of a wrong log may be anything; a receiver takes whole numbers that are exact. */
function rowOf(key: string, numbers: readonly number[]): TotalsRow {
  return [key, ...numbers.map((number) => Math.min(number, Number.MAX_SAFE_INTEGER))]
}

/** A key as receivers take it: with no control characters, and no key is the whole host's. */
function plain(key: string): string {
  return key.slice(0, LONGEST).replaceAll(/\p{Cc}|^$/gu, '\u{FFFD}')
}
