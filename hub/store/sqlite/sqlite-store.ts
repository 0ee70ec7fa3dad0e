import { statfsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { forgetBefore } from '../forget-before.ts'
import { keepArrivals } from '../keep-arrivals.ts'
import { reserveOf } from '../reserve.ts'
import { SQLITE } from '../schema/dialect.ts'
import { refuseOtherSchema, type SchemaState, schemaState, takeSteps } from '../schema/migrations.ts'
import { timesAhead } from '../segment-days.ts'
import { MOVED_TO, refuseMoved, settingOf } from '../setting.ts'
import {
  type Arrival,
  type Change,
  type Kept,
  type KeptStore,
  type Question,
  type Scrubbed,
  type StoreSpace,
  StoreUnavailable,
} from '../store.ts'
import type { Tables } from '../tables.ts'
import { overwriteFreePages } from './free-pages.ts'
import { asUnavailable } from './sqlite-availability.ts'
import { databaseFile, identityOf, openSqlite, sizeOfDatabase } from './sqlite-connection.ts'
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

/** Bytes of a page of the file: SQLite's default. */
const PAGE = 4096

/**
 * The embedded store in this thread: one SQLite connection, whose calls block. The hub runs it in threads of its own
 * (`embedded-store.ts`); commands use it as it is.
 */
export class SqliteStore implements KeptStore {
  readonly #connection: DatabaseSync
  readonly #db: Kysely<Tables>
  readonly #writer: SqliteWriter
  readonly #segments: SqliteSegments
  readonly #options: SqliteOptions
  readonly #identity: string | undefined
  /** One at a time: a transaction spans several turns of the event loop. */
  #last: Promise<unknown> = Promise.resolve()

  /** Opens the store; makes the folder and the file if they are missing. */
  constructor(options: SqliteOptions) {
    const { folder, readOnly = false } = options
    this.#options = options
    this.#connection = openSqlite(folder, readOnly)
    this.#identity = identityOf(folder)
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
      const state = await schemaState(this.#db, SQLITE)
      if (!state.isEmpty && !isUpgrade) {
        refuseOtherSchema(state)
        await refuseMoved(this.#db)
        return []
      }
      return this.#transaction(async () => {
        const taken = await takeSteps(this.#db, SQLITE, now)
        this.#segments.prepare(timesAhead(now), now)
        return taken
      })
    })
  }

  /** Where the schema stands. */
  schema(): Promise<SchemaState> {
    return this.#alone(() => schemaState(this.#db, SQLITE))
  }

  /** Bytes on the disk, and bytes that further rows may take. */
  space(): Promise<StoreSpace> {
    return this.#alone(async () => ({ taken: sizeOfDatabase(this.#options.folder), free: this.#room() }))
  }

  ask<Input, Output>(question: Question<Input, Output>, input: Input): Promise<Output> {
    const run = (): Promise<Output> => question.run(this.#db, input, (time) => this.#segments.nameNow(time))
    return this.#alone(() => (question.isOfDays === true ? this.#transaction(run, 'begin') : run()))
  }

  change<Input, Output>(change: Change<Input, Output>, input: Input): Promise<Output> {
    return this.#alone(() => {
      const { minFree = 0 } = this.#options
      if (change.isBrought === true) this.#refuseBelow(minFree)
      if (change.isBulky === true) this.#refuseBelow(reserveOf(minFree))
      return this.#changing(() => change.run(this.#db, input, (time) => this.#segments.nameNow(time)))
    })
  }

  async keep(arrival: Arrival): Promise<Kept> {
    const [kept] = await this.keepAll([arrival])
    return kept ?? { arrival: 0, isNew: [] }
  }

  /** Keeps several arrivals in one transaction. */
  keepAll(arrivals: readonly Arrival[]): Promise<readonly Kept[]> {
    return this.#alone(() => {
      this.#refuseBelow(this.#options.minFree ?? 0)
      return this.#changing(() => keepArrivals(this.#db, this.#writer, arrivals))
    })
  }

  /** Drops the events of days before this one; returns how many segments. */
  dropBefore(day: number): Promise<number> {
    return this.#alone(() =>
      this.#transaction(async () => {
        await forgetBefore(this.#db, day)
        return this.#segments.drop(day)
      }),
    )
  }

  /** Makes the segments of the next days, so that no report waits for it. */
  prepareDays(now: number): Promise<void> {
    return this.#alone(() => this.#transaction(async () => this.#segments.prepare(timesAhead(now), now)))
  }

  scrub(): Promise<Scrubbed> {
    return this.#alone(async () => overwriteFreePages(this.#connection))
  }

  close(): Promise<void> {
    return this.#last.then(() => this.#connection.close())
  }

  /** Takes reports and changes again after a move that was given up; returns whether there was one. */
  reopen(): Promise<boolean> {
    return this.#alone(() =>
      this.#transaction(async () => {
        const gone = await this.#db.deleteFrom('setting').where('name', '=', MOVED_TO).executeTakeFirst()
        return gone.numDeletedRows > 0n
      }),
    )
  }

  /** A transaction, unless the store was moved away: what is acknowledged after that would be lost. */
  #changing<T>(work: () => Promise<T>): Promise<T> {
    return this.#transaction(async () => {
      const to = await settingOf(this.#db, MOVED_TO)
      if (to !== undefined) throw new StoreUnavailable('away', { cause: new Error(`it was moved to ${to}`) })
      return work()
    })
  }

  #refuseBelow(floor: number): void {
    if (floor > 0 && this.#room() < floor) throw new StoreUnavailable('full')
  }

  /** Bytes that further rows may take: free ones on the disk, and those that dropped segments left in the file. */
  #room(): number {
    const { bavail, bsize } = statfsSync(this.#options.folder)
    const left = Number(this.#connection.prepare('pragma freelist_count').get()?.['freelist_count'])
    return bavail * bsize + left * PAGE
  }

  /** What is written to files that were removed is lost, though SQLite says that it is written. */
  #refuseGone(): void {
    const { folder } = this.#options
    if (identityOf(folder) === this.#identity) return
    const cause = new Error(`${databaseFile(folder)} was removed or replaced; bring it back, or restart the hub`)
    throw new StoreUnavailable('gone', { cause })
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const checked = (): Promise<T> => {
      this.#refuseGone()
      return work()
    }
    const result = this.#last.then(checked).catch((error: unknown) => {
      throw asUnavailable(error, databaseFile(this.#options.folder))
    })
    this.#last = result.catch(() => undefined)
    return result
  }

  async #transaction<T>(work: () => Promise<T>, begin: 'begin' | 'begin immediate' = 'begin immediate'): Promise<T> {
    // At once as a writer: a transaction that begins as a reader cannot wait for another writer.
    this.#connection.exec(begin)
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
