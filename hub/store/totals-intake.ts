import { type BroughtTotals, keepTotals } from './change/keep-totals.ts'
import { type Store, StoreUnavailable } from './store.ts'

/** How many periods share a transaction at most, so that no report waits for it long; and how many may wait. */
const [MOST_TOGETHER, MOST_WAITING] = [200, 20_000]

/** What became of what one agent brought. */
export interface KeptTotals {
  /** How many were new, and how many the store refused for a reason of its own, which is a bug. */
  readonly kept: number
  readonly refused: number
}

interface Waiting {
  readonly brought: BroughtTotals
  readonly received: number
  readonly resolve: (kept: KeptTotals) => void
  readonly reject: (error: unknown) => void
}

/**
 * Brings totals to the store, one transaction after another, each with what agents brought during the one before: a
 * fleet that tells each minute costs few commits.
 */
export class TotalsIntake {
  readonly #store: Pick<Store, 'change'>
  readonly #faulty = new Set<number>()
  #waiting: Waiting[] = []
  #count = 0
  #isBusy = false

  constructor(store: Pick<Store, 'change'>) {
    this.#store = store
  }

  /**
   * Resolves when all of it is durable; no kind and period is twice in it. Rejects with `StoreUnavailable`, at once if
   * too much waits.
   */
  async keep({ agent, totals }: BroughtTotals, received: number): Promise<KeptTotals> {
    // What is too much for an empty queue could never pass.
    if (this.#count > 0 && this.#count + totals.length > MOST_WAITING) throw new StoreUnavailable('busy')
    const parts = Math.ceil(totals.length / MOST_TOGETHER)
    const all = await Promise.all(
      Array.from({ length: parts }, (_, part) => {
        const some = totals.slice(part * MOST_TOGETHER, (part + 1) * MOST_TOGETHER)
        return this.#add({ agent, totals: some }, received)
      }),
    )
    return all.reduce((sum, one) => ({ kept: sum.kept + one.kept, refused: sum.refused + one.refused }), NONE)
  }

  /** Whether this agent brought nothing before that could not be taken. */
  isFirstFault(agent: number): boolean {
    const isFirst = !this.#faulty.has(agent)
    this.#faulty.add(agent)
    return isFirst
  }

  #add(brought: BroughtTotals, received: number): Promise<KeptTotals> {
    const { promise, resolve, reject } = Promise.withResolvers<KeptTotals>()
    this.#waiting.push({ brought, received, resolve, reject })
    this.#count += brought.totals.length
    if (!this.#isBusy) void this.#work()
    return promise
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    for (let group = this.#next(); group.length > 0; group = this.#next()) {
      await this.#settle(group)
      for (const { brought } of group) this.#count -= brought.totals.length
    }
    this.#isBusy = false
  }

  #next(): readonly Waiting[] {
    let count = 0
    const isFull = ({ brought }: Waiting): boolean => (count += brought.totals.length) > MOST_TOGETHER
    const end = this.#waiting.findIndex(isFull)
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : Math.max(1, end))
  }

  /** What cannot be kept for a reason of its own must not take others with it, nor come again for ever. */
  async #settle(group: readonly Waiting[]): Promise<void> {
    const received = Math.max(...group.map((each) => each.received))
    try {
      const kept = await this.#store.change(keepTotals, { brought: group.map(({ brought }) => brought), received })
      for (const [index, { resolve }] of group.entries()) resolve({ kept: kept[index] ?? 0, refused: 0 })
    } catch (error) {
      if (error instanceof StoreUnavailable) for (const { reject } of group) reject(error)
      else for (const each of group) await this.#settleEach(each)
    }
  }

  async #settleEach({ brought: { agent, totals }, received, resolve, reject }: Waiting): Promise<void> {
    let [kept, refused] = [0, 0]
    for (const one of totals) {
      try {
        const [count = 0] = await this.#store.change(keepTotals, { brought: [{ agent, totals: [one] }], received })
        kept += count
      } catch (error) {
        if (error instanceof StoreUnavailable) return reject(error)
        refused += 1
      }
    }
    resolve({ kept, refused })
  }
}

const NONE: KeptTotals = { kept: 0, refused: 0 }
