/** One request that is under way. */
export interface OpenRequest {
  /** Whether it went out after the last failure: only then its answer says how the receiver is now. */
  isRecent(): boolean
  /** It is over; may be called twice. */
  end(): void
}

/**
 * How many requests may be under way at once: one until the receiver is known to work, one more with each answer, at
 * most `most`. Requests from before a failure count towards `most` alone, so one that hangs does not keep the receiver
 * from being tried.
 */
export class RequestWindow {
  readonly #most: number
  readonly #underWay = new Set<OpenRequest>()
  #recent = new Set<OpenRequest>()
  #allowed = 1

  constructor(most: number) {
    this.#most = most
  }

  /** Whether one more request may go out. */
  get isOpen(): boolean {
    return this.#underWay.size < this.#most && this.#recent.size < this.#allowed
  }

  /** One more request goes out. */
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

  /** The receiver answered. */
  answered(): void {
    this.#allowed = Math.min(this.#most, this.#allowed + 1)
  }

  /** The receiver did not answer, or wants no requests for now. */
  failed(): void {
    this.#allowed = 1
    this.#recent = new Set()
  }
}
