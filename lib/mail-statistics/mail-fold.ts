import { MailLines, type MailLinesOptions } from './mail-lines.ts'
import { EMPTY_MAIL_STATE, type MailState } from './mail-state.ts'
import { MailTally } from './mail-tally.ts'
import { SAYS } from './main-log-line.ts'
import type { CountedPeriod } from './open-periods.ts'

const NEWLINE = 0x0a

/**
 * Counts mail by local hour in the lines of Exim's main log, as bytes. The same lines give the same state and
 * the same closed hours, in whatever batches of whole lines they come, and however often the state is saved between.
 * Each key of `by` has a table of at most 10,000 in each open hour.
 */
export class MailFold {
  readonly #tally: MailTally
  readonly #lines: MailLines
  #read = 0
  #unrecognised = 0

  constructor(options: MailLinesOptions, saved: MailState = EMPTY_MAIL_STATE) {
    const tally = new MailTally(options.by, saved)
    this.#tally = tally
    this.#lines = new MailLines(options, saved, (period, time) => tally.turnTo(period, time))
  }

  /** How many lines it has read. */
  get lines(): number {
    return this.#read
  }

  /** How many of them were none of this log. */
  get unrecognised(): number {
    return this.#unrecognised
  }

  /** Takes whole lines, and returns the hours that they close. */
  take(bytes: Buffer): readonly CountedPeriod[] {
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start)
      const end = newline === -1 ? bytes.length : newline
      this.#read += 1
      if (this.#lines.read(bytes, start, end)) this.#count()
      else this.#unrecognised += 1
      start = end + 1
    }
    return this.#tally.closed()
  }

  /** Closes the hours that were over a minute before a time, as no line of them is to come. */
  close(time: number): readonly CountedPeriod[] {
    this.#tally.close(time)
    this.#lines.forgetTime()
    return this.#tally.closed()
  }

  /** The hours that still count, as they are now. */
  open(): readonly CountedPeriod[] {
    return this.#tally.saved().hours
  }

  /** Domains may belong to others from now on. */
  forgetOwners(): void {
    this.#lines.forgetOwners()
  }

  /** All it knows. */
  state(): MailState {
    return { ...EMPTY_MAIL_STATE, ...this.#tally.saved(), ...this.#lines.saved() }
  }

  #count(): void {
    const { says, origin, size, recipients, isFirst } = this.#lines
    switch (says) {
      case SAYS.arrived:
        if (origin !== undefined) this.#tally.arrived(origin, size, recipients)
        break
      case SAYS.delivered:
      case SAYS.further:
        this.#tally.delivered(origin, size, says === SAYS.delivered)
        break
      case SAYS.deferred:
        this.#tally.missed(origin, 'deferred', isFirst)
        break
      case SAYS.failed:
        this.#tally.missed(origin, 'failed', isFirst)
        break
      default:
    }
  }
}
