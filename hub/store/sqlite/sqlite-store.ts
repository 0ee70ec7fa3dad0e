import { mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { keepArrivals } from '../keep-arrivals.ts'
import { SQLITE } from '../schema/dialect.ts'
import { migrate, refuseOtherSchema, schemaState } from '../schema/migrations.ts'
import { type Arrival, type Change, type Kept, type Question, type Store, StoreUnavailable } from '../store.ts'
import type { Tables } from '../tables.ts'
import { sqliteKysely } from './sqlite-kysely.ts'
import { SqliteSegments } from './sqlite-segments.ts'
import { SqliteWriter } from './sqlite-writer.ts'

/** How the embedded store is opened. */
export interface SqliteOptions {
  readonly folder: string
  /** Below this many free bytes nothing is kept. */
  readonly minFree?: number
  readonly readOnly?: boolean
}

/** How long a connection waits for a writer in another process, in milliseconds. */
const PATIENCE = 5000

/**
 * The embedded store in this thread: one SQLite connection, whose calls block. The hub runs it in threads of its own
 * (`embedded-store.ts`); commands use it as it is.
 */
export class SqliteStore implements Store {
  readonly #connection: DatabaseSync
  readonly #db: Kysely<Tables>
  readonly #writer: SqliteWriter
  readonly #segments: SqliteSegments
  readonly #options: SqliteOptions
  /** One at a time: a transaction spans several turns of the event loop. */
  #last: Promise<unknown> = Promise.resolve()

  /** Opens the store; makes the folder and the file if they are missing. */
  constructor(options: SqliteOptions) {
    const { folder, readOnly = false } = options
    this.#options = options
    if (!readOnly) mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#connection = new DatabaseSync(join(folder, 'hub.db'), { readOnly, timeout: PATIENCE })
    // A checkpoint for each 40 MB: pages that many rows touch are written once. 16 MiB of cache for each connection.
    if (!readOnly) this.#connection.exec('pragma journal_mode = wal; pragma synchronous = full')
    this.#connection.exec('pragma wal_autocheckpoint = 10000; pragma cache_size = -16384; pragma foreign_keys = on')
    this.#db = sqliteKysely(this.#connection)
    this.#segments = new SqliteSegments(this.#connection)
    this.#writer = new SqliteWriter(this.#connection, this.#segments)
  }

  /**
   * Makes an empty store ready, or one of an earlier version where that is asked for. Throws `ActionNeeded` if the
   * schema is of another version.
   */
  async prepare(now: number, isUpgrade = false): Promise<readonly string[]> {
    return this.#alone(async () => {
      const state = await schemaState(this.#db)
      if (!state.isEmpty && !isUpgrade) {
        refuseOtherSchema(state)
        return []
      }
      return this.#transaction(async () => {
        const taken = await migrate(this.#db, SQLITE, now)
        this.#segments.prepare([now], now)
        return taken
      })
    })
  }

  ask<Input, Output>(question: Question<Input, Output>, input: Input): Promise<Output> {
    return this.#alone(() => question.run(this.#db, input))
  }

  change<Input, Output>(change: Change<Input, Output>, input: Input): Promise<Output> {
    return this.#alone(() => this.#transaction(() => change.run(this.#db, input)))
  }

  async keep(arrival: Arrival): Promise<Kept> {
    const [kept] = await this.keepAll([arrival])
    return kept ?? { arrival: 0, isNew: [] }
  }

  /** Keeps several arrivals in one transaction. */
  keepAll(arrivals: readonly Arrival[]): Promise<readonly Kept[]> {
    return this.#alone(() => {
      const { folder, minFree = 0 } = this.#options
      const { bavail, bsize } = statfsSync(folder)
      if (bavail * bsize < minFree) throw new StoreUnavailable('full')
      return this.#transaction(() => keepArrivals(this.#db, this.#writer, arrivals))
    })
  }

  /** Drops the events of days before this one; returns how many segments. */
  dropBefore(day: number): Promise<number> {
    return this.#alone(() => this.#transaction(async () => this.#segments.drop(day)))
  }

  close(): Promise<void> {
    return this.#alone(async () => this.#connection.close())
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work).catch((error: unknown) => {
      throw asUnavailable(error)
    })
    this.#last = result.catch(() => undefined)
    return result
  }

  async #transaction<T>(work: () => Promise<T>): Promise<T> {
    // At once as a writer: a transaction that begins as a reader cannot wait for another writer.
    this.#connection.exec('begin immediate')
    try {
      const result = await work()
      this.#connection.exec('commit')
      return result
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('rollback')
      throw error
    }
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html) for what can pass. */
const PASSING: ReadonlyMap<number, StoreUnavailable['reason']> = new Map([
  [5, 'busy'],
  [6, 'busy'],
  [10, 'full'],
  [13, 'full'],
])

function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return error
  const reason = PASSING.get(error.errcode & 0xff)
  return reason === undefined ? error : new StoreUnavailable(reason, { cause: error })
}
