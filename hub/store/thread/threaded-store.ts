import { CommitQueue } from '../commit-queue.ts'
import type { RecentArrivals } from '../recent-arrivals.ts'
import type { Arrival, Change, Kept, KeptStore, Question, Scrubbed, Store } from '../store.ts'
import type { StoreThread } from './store-thread.ts'

/** The store of a running hub: it writes in a thread of its own, so that no commit keeps the HTTP server waiting. */
export class ThreadedStore implements KeptStore {
  readonly #writer: StoreThread
  readonly #reader: Pick<Store, 'ask' | 'close'>
  readonly #queue: CommitQueue

  /** Both are closed with it. */
  constructor(writer: StoreThread, reader: Pick<Store, 'ask' | 'close'>) {
    this.#writer = writer
    this.#reader = reader
    this.#queue = new CommitQueue(
      (arrivals) => writer.keepAll(arrivals),
      (arrival) => writer.bring(arrival),
    )
  }

  ask<Input, Output>(question: Question<Input, Output>, input: NoInfer<Input>, signal?: AbortSignal): Promise<Output> {
    return this.#reader.ask(question, input, signal)
  }

  change<Input, Output>(change: Change<Input, Output>, input: NoInfer<Input>): Promise<Output> {
    return this.#writer.change(change, input)
  }

  get recent(): RecentArrivals {
    return this.#queue.recent
  }

  keep(arrival: Arrival): Promise<Kept> {
    return this.#queue.add(arrival)
  }

  dropBefore(day: number): Promise<number> {
    return this.#writer.dropBefore(day)
  }

  prepareDays(now: number): Promise<void> {
    return this.#writer.prepareDays(now)
  }

  scrub(): Promise<Scrubbed> {
    return this.#writer.scrub()
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer.close(), this.#reader.close()])
  }
}
