import { StoreThread } from '../thread/store-thread.ts'
import { ThreadedStore } from '../thread/threaded-store.ts'
import type { PostgresOptions } from './postgres-connections.ts'
import { PostgresStore } from './postgres-store.ts'

/**
 * PostgreSQL as a running hub uses it: a thread writes, with connections of its own, as the statements of large commits
 * take longer to make than anybody should wait. Questions are asked here.
 */
export class ServedPostgres extends ThreadedStore {
  readonly #reader: PostgresStore
  readonly #writer: StoreThread

  private constructor(writer: StoreThread, reader: PostgresStore) {
    super(writer, reader)
    this.#reader = reader
    this.#writer = writer
  }

  /**
   * Opens the store, and makes an empty database ready, which `onMade` hears; `program` is the file of the hub's first
   * script. Throws `ActionNeeded` if the schema is of another version.
   */
  static async open(
    options: PostgresOptions,
    program: string,
    { now, onMade }: { readonly now: number; readonly onMade: () => void },
  ): Promise<ServedPostgres> {
    const reader = new PostgresStore(options)
    try {
      if ((await reader.prepare(now)).length > 0) onMade()
    } catch (error) {
      // Its connections would keep the process.
      await reader.close()
      throw error
    }
    // What the writer loses, the reader has lost, too: nobody should wait to find that out again.
    const onAway = (): void => reader.renewConnections()
    return new ServedPostgres(
      new StoreThread({ ...options, opens: 'PostgreSQL', isNice: true }, program, onAway),
      reader,
    )
  }

  /** Of both threads. */
  get collisions(): number {
    return this.#reader.collisions + this.#writer.collisions
  }
}
