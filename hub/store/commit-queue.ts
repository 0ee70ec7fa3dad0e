import { type Arrival, type Kept, StoreUnavailable } from './store.ts'

/** How many events may wait for a commit before reports are refused. */
const MOST_WAITING = 20_000

/** How many events share a commit at most. */
const MOST_TOGETHER = 5000

interface Waiting {
  readonly arrival: Arrival
  readonly resolve: (kept: Kept) => void
  readonly reject: (error: unknown) => void
}

/** Lets reports that arrive during a commit share the next one: one fsync for all of them. */
export class CommitQueue {
  readonly #commit: (arrivals: readonly Arrival[]) => Promise<readonly Kept[]>
  #waiting: Waiting[] = []
  #events = 0
  #isBusy = false

  /** `commit` keeps several arrivals in one transaction, and answers for each in their order. */
  constructor(commit: (arrivals: readonly Arrival[]) => Promise<readonly Kept[]>) {
    this.#commit = commit
  }

  /** Resolves when the arrival is durable. Rejects with `StoreUnavailable` at once if too much waits. */
  add(arrival: Arrival): Promise<Kept> {
    if (this.#events > 0 && this.#events + arrival.events.length > MOST_WAITING)
      return Promise.reject(new StoreUnavailable('busy'))
    const { promise, resolve, reject } = Promise.withResolvers<Kept>()
    this.#waiting.push({ arrival, resolve, reject })
    this.#events += arrival.events.length
    if (!this.#isBusy) void this.#work()
    return promise
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    for (let group = this.#next(); group.length > 0; group = this.#next()) await this.#settle(group)
    this.#isBusy = false
  }

  #next(): readonly Waiting[] {
    let events = 0
    const group: Waiting[] = []
    for (const waiting of this.#waiting) {
      events += waiting.arrival.events.length
      if (group.length > 0 && events > MOST_TOGETHER) break
      group.push(waiting)
    }
    this.#waiting = this.#waiting.slice(group.length)
    return group
  }

  /** What cannot be kept for a reason of its own must not take others with it. */
  async #settle(group: readonly Waiting[]): Promise<void> {
    try {
      const kept = await this.#commit(group.map(({ arrival }) => arrival))
      this.#events -= sizeOf(group)
      for (const [index, { resolve }] of group.entries()) resolve(kept[index] ?? NOTHING)
    } catch (error) {
      if (group.length > 1 && !(error instanceof StoreUnavailable)) {
        for (const one of group) await this.#settle([one])
        return
      }
      this.#events -= sizeOf(group)
      for (const { reject } of group) reject(error)
    }
  }
}

const NOTHING: Kept = { arrival: 0, isNew: [] }

function sizeOf(group: readonly Waiting[]): number {
  return group.reduce((sum, { arrival }) => sum + arrival.events.length, 0)
}
