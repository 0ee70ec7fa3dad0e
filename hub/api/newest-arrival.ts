import type { Hub } from '../http/route.ts'
import { newestArrival } from '../store/ask/newest-arrival.ts'

/** How long an answer of the store counts, in milliseconds. */
const FRESH = 900

/** The number of the newest arrival, asked once for all streams that wait for it. */
export class NewestArrival {
  #at = -Infinity
  #number: Promise<number> = Promise.resolve(0)

  /** Rejects with `StoreUnavailable`. */
  number({ store, clock }: Pick<Hub, 'store' | 'clock'>): Promise<number> {
    const now = clock.now()
    if (now >= this.#at && now < this.#at + FRESH) return this.#number
    this.#at = now
    this.#number = store.ask(newestArrival, null)
    return this.#number
  }
}
