import { RecentArrivals } from './recent-arrivals.ts'
import { type Arrival, type Kept, StoreUnavailable } from './store.ts'

/** How much may wait for a commit before reports are refused: 20,000 usual events. */
const MOST_WAITING = 16 * 1024 ** 2

/** How much shares a commit at most: what comes meanwhile waits for all of it. */
const MOST_TOGETHER = 1024 ** 2

/** Bytes of memory, roughly, for an entry apart from its texts, and for a report without entries. */
const OF_ENTRY = 500

interface Waiting {
  readonly arrival: Arrival
  /** Roughly, in bytes of memory. */
  readonly size: number
  readonly resolve: (kept: Kept) => void
  readonly reject: (error: unknown) => void
}

/** Lets reports that arrive during a commit share the next one: one fsync for all of them. */
export class CommitQueue {
  readonly #commit: (arrivals: readonly Arrival[]) => Promise<readonly Kept[]>
  readonly #onTaken: (arrival: Arrival) => void
  #waiting: Waiting[] = []
  /** Of all that waits or is being committed. */
  #size = 0
  #isBusy = false
  readonly recent: RecentArrivals = new RecentArrivals()

  /**
   * `commit` keeps several arrivals in one transaction, and answers for each in their order; `onTaken` hears of each
   * arrival before, when it begins to wait.
   */
  constructor(
    commit: (arrivals: readonly Arrival[]) => Promise<readonly Kept[]>,
    onTaken: (arrival: Arrival) => void = () => undefined,
  ) {
    this.#commit = commit
    this.#onTaken = onTaken
  }

  /** Resolves when the arrival is durable. Rejects with `StoreUnavailable` at once if too much waits. */
  add(arrival: Arrival): Promise<Kept> {
    const size = sizeOf(arrival)
    // A report that is too large for an empty queue could never pass.
    if (this.#size > 0 && this.#size + size > MOST_WAITING) return Promise.reject(new StoreUnavailable('busy'))
    const { promise, resolve, reject } = Promise.withResolvers<Kept>()
    this.#waiting.push({ arrival, size, resolve, reject })
    this.#size += size
    this.#onTaken(arrival)
    if (!this.#isBusy) void this.#work()
    return promise
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    for (let group = this.#next(); group.length > 0; group = this.#next()) await this.#settle(group)
    this.#isBusy = false
  }

  #next(): readonly Waiting[] {
    let size = 0
    const group: Waiting[] = []
    for (const waiting of this.#waiting) {
      size += waiting.size
      if (group.length > 0 && size > MOST_TOGETHER) break
      group.push(waiting)
    }
    this.#waiting = this.#waiting.slice(group.length)
    return group
  }

  /** What cannot be kept for a reason of its own must not take others with it. */
  async #settle(group: readonly Waiting[]): Promise<void> {
    try {
      const arrivals = group.map(({ arrival }) => arrival)
      const kept = await this.#commit(arrivals)
      this.recent.committed(arrivals, kept)
      this.#forget(group)
      for (const [index, { resolve }] of group.entries()) resolve(kept[index] ?? NOTHING)
    } catch (error) {
      if (group.length > 1 && !(error instanceof StoreUnavailable)) {
        for (const one of group) await this.#settle([one])
        return
      }
      this.#forget(group)
      for (const { reject } of group) reject(error)
    }
  }

  #forget(group: readonly Waiting[]): void {
    for (const { size } of group) this.#size -= size
  }
}

const NOTHING: Kept = { arrival: 0, isNew: [] }

function sizeOf({ events, quarantined, told = [] }: Arrival): number {
  const texts = [...[...events, ...told].map(({ fields }) => fields), ...quarantined.map(({ entry }) => entry)]
  return texts.reduce((sum, { length }) => sum + OF_ENTRY + length, OF_ENTRY)
}
