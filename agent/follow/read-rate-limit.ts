/** How much may be read at once after a pause, in milliseconds of the allowed rate. */
const BURST = 100

/** Keeps what all sources read together below a rate, so that a large backlog leaves the disk to others. */
export class ReadRateLimit {
  readonly #rate: number
  readonly #elapsed: () => number
  /** When everything read so far is paid for, by `elapsed`. */
  #paid = -Infinity

  /** `rate`: bytes a second, Infinity for no limit; `elapsed`: milliseconds by a monotonic clock. */
  constructor(rate: number, elapsed: () => number) {
    this.#rate = rate
    this.#elapsed = elapsed
  }

  get isLimited(): boolean {
    return this.#rate !== Infinity
  }

  /** Accounts for bytes that were read; returns how many milliseconds to wait before reading on. */
  spend(bytes: number): number {
    const now = this.#elapsed()
    this.#paid = Math.max(this.#paid, now - BURST) + (bytes / this.#rate) * 1000
    return Math.max(0, this.#paid - now)
  }
}
