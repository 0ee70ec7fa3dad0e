import type { LocalPeriod } from './local-periods.ts'
import { AT, MAIL_COUNTS } from './mail-counts.ts'
import type { MailState } from './mail-state.ts'
import { type OpenPeriod, OpenPeriods, type CountedPeriod, addPeriod } from './open-periods.ts'
import type { Origin } from './origin-cache.ts'
import { MAIL_KEYS, type MailKey } from './origin.ts'

/** Counts of the whole host and by key, in the hour of the line that is read. Days are sums of hours. */
export class MailTally {
  readonly #hours: OpenPeriods
  readonly #days: OpenPeriods
  /** Where the key of each table stands among all keys. */
  readonly #places: readonly number[]
  #hour: OpenPeriod = { start: 0, day: 0, total: [], tables: [] }
  /** Rises with each change of the hour: rows that were looked up before are of another. */
  #epoch = 1
  #closed: CountedPeriod[] = []

  constructor(by: readonly MailKey[], saved: Pick<MailState, 'hours' | 'days'>) {
    const shape = { width: MAIL_COUNTS.length, tables: by }
    this.#places = by.map((key) => MAIL_KEYS.indexOf(key))
    this.#hours = new OpenPeriods({ ...shape, unit: 'hour' }, saved.hours)
    this.#days = new OpenPeriods({ ...shape, unit: 'day' }, saved.days)
  }

  /** Further counts are of this hour; `time`: of the line. */
  turnTo({ hour: start, day }: LocalPeriod, time: number): void {
    const hour = this.#hours.at(start, day)
    for (const over of this.#hours.close(time)) {
      addPeriod(this.#days.at(over.day, over.day), over)
      this.#closed.push(this.#hours.told(over))
    }
    this.#closed.push(...this.#days.close(time).map((each) => this.#days.told(each)))
    if (hour === this.#hour) return
    this.#hour = hour
    this.#epoch += 1
  }

  /** The periods that were closed since the last call. */
  closed(): readonly CountedPeriod[] {
    if (this.#closed.length === 0) return this.#closed
    const closed = this.#closed
    this.#closed = []
    return closed
  }

  /** As it is saved: days without the hours that are open. */
  saved(): Pick<MailState, 'hours' | 'days'> {
    return { hours: this.#hours.saved(), days: this.#days.saved() }
  }

  /** A message arrived. */
  arrived(origin: Origin, size: number, recipients: number): void {
    for (const row of this.#rowsOf(origin)) {
      add(row, AT.messages, 1)
      add(row, AT.recipients, recipients)
      add(row, AT.bytes, size)
    }
  }

  /** It was delivered, to a first address or to a further one. Its origin may be forgotten. */
  delivered(origin: Origin | undefined, size: number, isFirst: boolean): void {
    for (const row of this.#rowsOf(origin)) {
      add(row, AT.delivered, 1)
      if (!isFirst) continue
      add(row, AT.deliveries, 1)
      add(row, AT.deliveredBytes, size)
    }
  }

  /** An address got nothing for now or for good; `isFirst`: the first of its message. */
  missed(origin: Origin | undefined, what: 'deferred' | 'failed', isFirst: boolean): void {
    const [all, messages] = what === 'deferred' ? [AT.deferrals, AT.deferred] : [AT.failures, AT.failed]
    for (const row of this.#rowsOf(origin)) {
      add(row, all, 1)
      if (isFirst) add(row, messages, 1)
    }
  }

  /** That of the whole host comes first. */
  #rowsOf(origin: Origin | undefined): readonly number[][] {
    if (origin === undefined) return [this.#hour.total]
    if (origin.epoch === this.#epoch) return origin.rows
    const rows = [this.#hour.total]
    for (const [index, place] of this.#places.entries()) {
      const key = origin.keys[place] ?? ''
      const row = key === '' ? undefined : this.#hour.tables[index]?.row(key, origin.isForeign)
      if (row !== undefined) rows.push(row)
    }
    origin.rows = rows
    origin.epoch = this.#epoch
    return rows
  }
}

function add(row: number[], index: number, number: number): void {
  row[index] = (row[index] ?? 0) + number
}
