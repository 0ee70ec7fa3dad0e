import type { Clock } from '../../lib/system/clock.ts'
import { type Store, StoreUnavailable, type Unavailability } from '../store/store.ts'

/** How long an answer counts, in milliseconds: each look is a commit, and anybody may ask. */
const FRESH = 2000

/** Whether reports can be stored now. */
export class Readiness {
  readonly #store: Store
  readonly #clock: Clock
  #lookedAt = -Infinity
  #fault: Promise<Unavailability | undefined> = Promise.resolve(undefined)

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** Why nothing can be stored now; undefined if all is well. */
  fault(): Promise<Unavailability | undefined> {
    const now = this.#clock.now()
    if (Math.abs(now - this.#lookedAt) < FRESH) return this.#fault
    this.#lookedAt = now
    this.#fault = this.#look(Math.floor(now / 1000))
    return this.#fault
  }

  /** Keeps nothing, of nobody: the only way to know that a commit succeeds is to make one. */
  async #look(received: number): Promise<Unavailability | undefined> {
    try {
      await this.#store.keep({ agent: 0, received, events: [], quarantined: [], stale: 0 })
      return undefined
    } catch (error) {
      if (error instanceof StoreUnavailable) return error.reason
      throw error
    }
  }
}
