/** One request that is under way. */
export interface OpenRequest {
  /** Whether it went out after the last failure: only then it says how the API is now. */
  isRecent(): boolean
  /** It is over; may be said twice. */
  end(): void
}

/**
 * How many requests may be under way at once: one while the API is not known to work, one more with each answer that it
 * gives, at last `most`. Those from before a failure fill no place but those of the most: one that hangs holds up no
 * probe.
 */
export class RequestWindow {
  readonly #most: number
  readonly #underWay = new Set<OpenRequest>()
  #recent = new Set<OpenRequest>()
  #allowed = 1

  constructor(most: number) {
    this.#most = most
  }

  /** Whether one more may go out. */
  get isOpen(): boolean {
    return this.#underWay.size < this.#most && this.#recent.size < this.#allowed
  }

  /** One more goes out. */
  begin(): OpenRequest {
    const recent = this.#recent
    const request: OpenRequest = {
      isRecent: () => this.#recent === recent,
      end: () => {
        this.#underWay.delete(request)
        recent.delete(request)
      },
    }
    this.#underWay.add(request)
    recent.add(request)
    return request
  }

  /** The API answered. */
  answered(): void {
    this.#allowed = Math.min(this.#most, this.#allowed + 1)
  }

  /** It did not, or wants nothing for now. */
  failed(): void {
    this.#allowed = 1
    this.#recent = new Set()
  }
}
