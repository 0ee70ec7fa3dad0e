import { mkdir } from 'node:fs/promises'
import type { Lock } from '../../../lib/system/processes/lock.ts'
import { endEveryLease } from '../change/end-every-lease.ts'
import { CommitQueue } from '../commit-queue.ts'
import type { RecentArrivals } from '../recent-arrivals.ts'
import {
  type Arrival,
  type Change,
  type Kept,
  type KeptStore,
  type Question,
  type Scrubbed,
  StoreUnavailable,
} from '../store.ts'
import { type SqliteOptions, SqliteStore } from './sqlite-store.ts'
import { lockStore } from './store-lock.ts'
import { StoreThread } from './store-thread.ts'

/**
 * The embedded store of a running hub: one thread writes, another reads, so that neither a commit nor a long question
 * keeps the HTTP server waiting.
 */
export class EmbeddedStore implements KeptStore {
  readonly #writer: StoreThread
  readonly #reader: StoreThread
  readonly #queue: CommitQueue
  readonly #lock: Lock

  private constructor(writer: StoreThread, reader: StoreThread, lock: Lock) {
    this.#lock = lock
    this.#writer = writer
    this.#reader = reader
    // The casts are sound: the thread runs the same functions on what was sent.
    this.#queue = new CommitQueue(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      (arrivals) => writer.ask({ asks: 'keep', arrivals }) as Promise<readonly Kept[]>,
    )
  }

  /**
   * Opens the store, and makes an empty one ready; `program` is the file of the hub's first script. Throws
   * `ActionNeeded` if the schema is of another version, or if another hub has the store.
   */
  static async open(options: SqliteOptions, program: string, now: number): Promise<EmbeddedStore> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 })
    const lock = await lockStore(options.folder)
    try {
      await prepareFolder(options, now)
    } catch (error) {
      await lock.release()
      throw error
    }
    const [writer, reader] = [
      new StoreThread(options, program),
      new StoreThread({ ...options, readOnly: true }, program),
    ]
    return new EmbeddedStore(writer, reader, lock)
  }

  ask<Input, Output>({ name }: Question<Input, Output>, input: Input): Promise<Output> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.#reader.ask({ asks: 'ask', name, input }) as Promise<Output>
  }

  change<Input, Output>({ name }: Change<Input, Output>, input: Input): Promise<Output> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.#writer.ask({ asks: 'change', name, input }) as Promise<Output>
  }

  get recent(): RecentArrivals {
    return this.#queue.recent
  }

  keep(arrival: Arrival): Promise<Kept> {
    return this.#queue.add(arrival)
  }

  async dropBefore(day: number): Promise<number> {
    return Number(await this.#writer.ask({ asks: 'drop', day }))
  }

  async prepareDays(now: number): Promise<void> {
    await this.#writer.ask({ asks: 'days', now })
  }

  scrub(): Promise<Scrubbed> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.#writer.ask({ asks: 'scrub' }) as Promise<Scrubbed>
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer.close(), this.#reader.close()])
    await this.#lock.release()
  }
}

/** With the lock no other hub is here; what a killed one did would wait for its leases, as it does on a full disk. */
async function endLeasesOfKilled(store: SqliteStore): Promise<void> {
  try {
    await store.change(endEveryLease, null)
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
  }
}

async function prepareFolder(options: SqliteOptions, now: number): Promise<void> {
  const store = new SqliteStore(options)
  try {
    await store.prepare(now)
    await endLeasesOfKilled(store)
  } finally {
    await store.close()
  }
}
