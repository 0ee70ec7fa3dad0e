import { HttpError, PROBLEMS } from './errors.ts'
import { retryLater } from './retry-later.ts'

/** Counts the bytes of all bodies that are being read or answered, so that many requests cannot fill the memory. */
export class WaitingBytes {
  readonly #most: number
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  /** How many bytes are taken. */
  get taken(): number {
    return this.#taken
  }

  /** The share of one request. */
  share(): WaitingShare {
    let own = 0
    return {
      take: (bytes) => {
        if (this.#taken + bytes > this.#most) throw new HttpError(PROBLEMS.tooMuchWaits, { headers: retryLater() })
        this.#taken += bytes
        own += bytes
        return own
      },
      giveBack: () => {
        this.#taken -= own
        own = 0
      },
    }
  }
}

/** What one request has taken. */
export interface WaitingShare {
  /** Takes room for so many bytes more; returns how many it has by then. Throws `HttpError` if there is no room. */
  readonly take: (bytes: number) => number
  /** Gives all of it back. */
  readonly giveBack: () => void
}
