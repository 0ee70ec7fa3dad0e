/** A pause longer than this many milliseconds starts a new measurement. */
const PAUSE = 2000

/** How fast one log is being read. */
export class ReadRate {
  #began = 0
  #last = -Infinity
  #bytes = 0

  /** Notes bytes read up to `now`, in milliseconds. Returns the bytes a second since reading began; 0 at first. */
  note(bytes: number, now: number): number {
    if (now - this.#last > PAUSE) {
      this.#began = now
      this.#bytes = 0
    } else {
      this.#bytes += bytes
    }
    this.#last = now
    return now === this.#began ? 0 : Math.round((this.#bytes * 1000) / (now - this.#began))
  }
}
