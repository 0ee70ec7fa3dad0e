import { parseStamp, timeInZone } from '../time/stamp.ts'

/** The local hour and day that an instant is in, as seconds since 1970-01-01T00:00:00Z of their beginnings. */
export interface LocalPeriod {
  readonly hour: number
  readonly day: number
}

/** Finds local hours and days. An hour that the clock shows twice is one. */
export class LocalPeriods {
  readonly #zone: string | undefined
  #date = ''
  #day = 0
  #until = 0

  /** The zone as `parseStamp` takes it. */
  constructor(zone: string | undefined) {
    this.#zone = zone
  }

  /** Of an hour as written, `2026-11-28 02`; undefined if there is none. An offset, ` +0100`, may be given. */
  ofHour(text: string, offset = ''): LocalPeriod | undefined {
    const hour = parseStamp(`${text}:00:00${offset}`, this.#zone)
    const day = parseStamp(`${text.slice(0, 10)} 00:00:00${offset}`, this.#zone)
    return hour === undefined || day === undefined ? undefined : { hour, day }
  }

  /** The beginning of the day that an instant is in. */
  dayOf(instant: number): number {
    if (instant >= this.#day && instant < this.#until) return this.#day
    this.#date = timeInZone(instant, this.#zone).slice(0, 10)
    this.#day = parseStamp(`${this.#date} 00:00:00`, this.#zone) ?? instant - (instant % 86_400)
    // The hour after that can belong to the same day, or to the next.
    this.#until = this.#day + 82_800
    return this.#day
  }
}
