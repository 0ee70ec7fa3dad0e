import { mkdir } from 'node:fs/promises'
import type { Lock } from '../../../lib/system/processes/lock.ts'
import { endEveryLease } from '../change/end-every-lease.ts'
import { StoreUnavailable } from '../store.ts'
import { ReadingThreads } from '../thread/reading-threads.ts'
import { StoreThread } from '../thread/store-thread.ts'
import { ThreadedStore } from '../thread/threaded-store.ts'
import { type SqliteOptions, SqliteStore } from './sqlite-store.ts'
import { lockStore } from './store-lock.ts'

/** The embedded store of a running hub: one thread writes, and others read, as a long question blocks its thread. */
export class EmbeddedStore extends ThreadedStore {
  readonly #lock: Lock

  private constructor(writer: StoreThread, reader: ReadingThreads, lock: Lock) {
    super(writer, reader)
    this.#lock = lock
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
    const opens = 'embedded store'
    const writer = new StoreThread({ ...options, opens, isNice: true }, program)
    const reader = (isNice: boolean): StoreThread =>
      new StoreThread({ ...options, opens, readOnly: true, isNice }, program)
    return new EmbeddedStore(writer, new ReadingThreads(reader), lock)
  }

  override async close(): Promise<void> {
    await super.close()
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
