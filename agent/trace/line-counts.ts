import { counted } from '../../lib/terminal/count.ts'
import type { LineVerdict } from './verdict.ts'

/** What the lines of one source were taken for. */
export class LineCounts {
  #lines = 0
  #noInterest = 0
  #noEvent = 0
  #unrecognised = 0
  #letThrough = 0
  readonly #leftOut = { events: 0, ignore: 0 }

  note(verdict: LineVerdict): void {
    this.#lines += 1
    if (verdict === 'not of interest') this.#noInterest += 1
    else if (verdict === 'uninteresting') this.#noEvent += 1
    else if (verdict === 'unrecognised') this.#unrecognised += 1
    else for (const { leftOutBy } of verdict) this.#noteEvent(leftOutBy?.option)
  }

  #noteEvent(option: 'events' | 'ignore' | undefined): void {
    if (option === undefined) this.#letThrough += 1
    else this.#leftOut[option] += 1
  }

  /** In one sentence, without a full stop. */
  inWords(): string {
    const { events, ignore } = this.#leftOut
    const parts = [
      [this.#noInterest, 'of no interest'],
      [this.#noEvent, 'without an event'],
      [this.#unrecognised, 'not understood'],
      [this.#letThrough, 'let through'],
      [events, 'left out by events'],
      [ignore, 'left out by ignore'],
    ] as const
    const said = parts.flatMap(([count, words]) => (count === 0 ? [] : [`${words} ${count}`]))
    return said.length === 0 ? 'no line' : `${counted(this.#lines, 'line')}: ${said.join(', ')}`
  }

  /** For scripts. */
  toJSON(): Readonly<Record<string, number>> {
    return {
      lines: this.#lines,
      not_of_interest: this.#noInterest,
      no_event: this.#noEvent,
      unrecognised: this.#unrecognised,
      let_through: this.#letThrough,
      left_out_by_events: this.#leftOut.events,
      left_out_by_ignore: this.#leftOut.ignore,
    }
  }
}
