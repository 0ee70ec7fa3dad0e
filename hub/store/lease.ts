import { randomUUID } from 'node:crypto'
import { endLease } from './change/end-lease.ts'
import { takeLease } from './change/take-lease.ts'
import type { Store } from './store.ts'

/** How long a lease lasts, and after how long it is taken again, in seconds. */
const [LASTS, AGAIN] = [60, 20]

/** The lease of what only one hub at a time should do, for a loop with short rounds: it is written now and then. */
export class Lease {
  readonly #store: Store
  readonly #wanted: { readonly name: string; readonly holder: string }
  /** When it was taken; undefined while another has it. */
  #taken: number | undefined

  constructor(store: Store, name: string) {
    this.#store = store
    this.#wanted = { name, holder: randomUUID() }
  }

  /** Whether it is ours at a time, in seconds. */
  async isOurs(now: number): Promise<boolean> {
    if (this.#taken !== undefined && now >= this.#taken && now < this.#taken + AGAIN) return true
    this.#taken = undefined
    const isTaken = await this.#store.change(takeLease, { ...this.#wanted, seconds: LASTS })
    if (isTaken) this.#taken = now
    return isTaken
  }

  /** Gives it back, if that is possible. */
  async end(): Promise<void> {
    await this.#store.change(endLease, this.#wanted).catch(() => undefined)
  }
}
