/** How much may be read at once after a rest, in milliseconds of the allowed rate. */
const BURST = 100

/** Keeps the reading of all sources together below a rate, so that a large backlog leaves the disk to others. */
export class Pace {
  readonly #rate: number
  /** Whether there is a rate at all. */
  readonly isLimited: boolean
  readonly #elapsed: () => number
  /** When all that was read is paid for, by `elapsed`. */
  #paid = -Infinity

  /** `rate` in bytes a second; `elapsed` in milliseconds by a clock that never steps. */
  constructor(rate: number, elapsed: () => number) {
    this.#rate = rate
    this.#elapsed = elapsed
    this.isLimited = rate !== Infinity
  }

  /** Notes that so many bytes were read; how many milliseconds to wait before more may be. */
  spend(bytes: number): number {
    const now = this.#elapsed()
    this.#paid = Math.max(this.#paid, now - BURST) + (bytes / this.#rate) * 1000
    return Math.max(0, this.#paid - now)
  }
}
