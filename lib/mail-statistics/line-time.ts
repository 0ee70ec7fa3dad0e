import { type LocalPeriod, LocalPeriods } from './local-periods.ts'

/** Bytes of `2026-11-28 02:56`. */
const MINUTE = 16

/** Bytes of ` +0100`. */
const OFFSET = 6

/** The minute of the last line. Most lines are of the same as the line before: their stamp is compared, not read. */
export class LineTime {
  readonly #periods: LocalPeriods
  readonly #since: number
  readonly #text = Buffer.alloc(MINUTE + OFFSET)
  #hasOffset = false
  /** Of each hour, the periods, as lines around a full hour are mixed. */
  #hour = ''
  #period: LocalPeriod | undefined
  #minute = 0

  /** Lines before `since`, in seconds since 1970-01-01T00:00:00Z, are not counted. */
  constructor(zone: string | undefined, since: number) {
    this.#periods = new LocalPeriods(zone)
    this.#since = since
  }

  /** The beginning of the minute, in seconds since 1970-01-01T00:00:00Z. */
  get minute(): number {
    return this.#minute
  }

  /** Whether anything of the minute counts. */
  get isAnyCounted(): boolean {
    return this.#minute + 60 > this.#since
  }

  /** No stamp is of this minute any more. */
  forget(): void {
    this.#text.fill(0)
  }

  /** Whether a stamp is of this minute; `offset`: where its offset begins, 0 without one. */
  isSame(bytes: Buffer, start: number, offset: number): boolean {
    const text = this.#text
    // Minutes vary most.
    for (let index = 15; index >= 0; index -= 1) if (bytes[start + index] !== text[index]) return false
    if (offset === 0) return !this.#hasOffset
    if (!this.#hasOffset) return false
    for (let index = 0; index < OFFSET; index += 1)
      if (bytes[offset + index] !== this.#text[MINUTE + index]) return false
    return true
  }

  /** The hour and day of a stamp, which is of this minute from now on; undefined if there is no such time. */
  turnTo(bytes: Buffer, start: number, offset: number): LocalPeriod | undefined {
    const text = bytes.toString('latin1', start, start + MINUTE)
    const zone = offset === 0 ? '' : bytes.toString('latin1', offset, offset + OFFSET)
    const hour = text.slice(0, 13) + zone
    if (hour !== this.#hour || this.#period === undefined) {
      const period = this.#periods.ofHour(text.slice(0, 13), zone)
      if (period === undefined) return undefined
      this.#period = period
      this.#hour = hour
    }
    const minutes = Number(text.slice(14))
    if (!(minutes >= 0 && minutes < 60)) return undefined
    this.#minute = this.#period.hour + minutes * 60
    this.#text.write(text + zone, 'latin1')
    this.#hasOffset = zone !== ''
    return this.#period
  }

  /** Whether a line of this minute counts. */
  isCounted(bytes: Buffer, start: number): boolean {
    if (this.#minute >= this.#since) return true
    const seconds = Number(bytes.toString('latin1', start + MINUTE + 1, start + MINUTE + 3))
    return this.#minute + seconds >= this.#since
  }
}
