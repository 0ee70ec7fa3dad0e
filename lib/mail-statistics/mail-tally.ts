import type { LocalPeriod } from './local-periods.ts'
import { AT, MAIL_COUNTS } from './mail-counts.ts'
import type { MailState } from './mail-state.ts'
import { type OpenPeriod, OpenPeriods, type CountedPeriod } from './open-periods.ts'
import type { Origin } from './origin-cache.ts'
import { MAIL_KEYS, type MailKey } from './origin.ts'

const NO_HOUR: OpenPeriod = { start: 0, day: 0, total: [], tables: [] }

/** For the compiler alone: a list has no holes. */
const NOWHERE: number[] = []

/** Counts of the whole host and by key, in the hour of the line that is read. */
export class MailTally {
  readonly #hours: OpenPeriods
  /** Where the key of each table stands among all keys. */
  readonly #places: readonly number[]
  #hour = NO_HOUR
  /** The rows of what has no keys. */
  #whole: readonly number[][] = []
  /** Rises with each change of the hour: rows that were looked up before are of another. */
  #epoch = 1
  #closed: CountedPeriod[] = []

  constructor(by: readonly MailKey[], saved: Pick<MailState, 'hours'>) {
    this.#places = by.map((key) => MAIL_KEYS.indexOf(key))
    this.#hours = new OpenPeriods({ unit: 'hour', width: MAIL_COUNTS.length, tables: by }, saved.hours)
  }

  /** Further counts are of this hour; `time`: of the line. */
  turnTo({ hour: start, day }: LocalPeriod, time: number): void {
    const hour = this.#hours.at(start, day)
    this.close(time)
    if (hour === this.#hour) return
    this.#hour = hour
    this.#whole = [hour.total]
    this.#epoch += 1
  }

  /** Closes the hours that were over a minute before a time. */
  close(time: number): void {
    for (const over of this.#hours.close(time)) {
      this.#closed.push(this.#hours.told(over))
      // A late line makes another one of the same start.
      if (over === this.#hour) this.#hour = NO_HOUR
    }
  }

  /** The hours that were closed since the last call. */
  closed(): readonly CountedPeriod[] {
    if (this.#closed.length === 0) return this.#closed
    const closed = this.#closed
    this.#closed = []
    return closed
  }

  /** As it is saved: the hours that are open. */
  saved(): Pick<MailState, 'hours'> {
    return { hours: this.#hours.saved() }
  }

  /** A message arrived. */
  arrived(origin: Origin, size: number, recipients: number): void {
    const rows = this.#rowsOf(origin)
    // Here and below without an iterator, which costs as much as what is added.
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index] ?? NOWHERE
      add(row, AT.messages, 1)
      add(row, AT.recipients, recipients)
      add(row, AT.bytes, size)
    }
  }

  /** It was delivered, to a first address or to a further one. Its origin may be forgotten. */
  delivered(origin: Origin | undefined, size: number, isFirst: boolean): void {
    const rows = this.#rowsOf(origin)
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index] ?? NOWHERE
      add(row, AT.delivered, 1)
      if (!isFirst) continue
      add(row, AT.deliveries, 1)
      add(row, AT.deliveredBytes, size)
    }
  }

  /** An address got nothing for now or for good; `isFirst`: the first of its message. */
  missed(origin: Origin | undefined, what: 'deferred' | 'failed', isFirst: boolean): void {
    const all = what === 'deferred' ? AT.deferrals : AT.failures
    const messages = what === 'deferred' ? AT.deferred : AT.failed
    const rows = this.#rowsOf(origin)
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index] ?? NOWHERE
      add(row, all, 1)
      if (isFirst) add(row, messages, 1)
    }
  }

  /** That of the whole host comes first. */
  #rowsOf(origin: Origin | undefined): readonly number[][] {
    if (origin === undefined) return this.#whole
    if (origin.epoch === this.#epoch) return origin.rows
    this.#lookUp(origin)
    origin.epoch = this.#epoch
    return origin.rows
  }

  /** Each origin is looked up once an hour, and there are many: its list of rows stays. */
  #lookUp({ keys, isForeign, rows }: Origin): void {
    let count = 0
    rows[count++] = this.#hour.total
    for (let index = 0; index < this.#places.length; index += 1) {
      const key = keys[this.#places[index] ?? -1] ?? ''
      const row = key === '' ? undefined : this.#hour.tables[index]?.row(key, isForeign)
      if (row !== undefined) rows[count++] = row
    }
  }
}

function add(row: number[], index: number, number: number): void {
  row[index] = (row[index] ?? 0) + number
}
