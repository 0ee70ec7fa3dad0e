import { Kysely, PostgresDialect, sql } from 'kysely'
import { CommitQueue } from '../commit-queue.ts'
import { forgetBefore } from '../forget-before.ts'
import { keepArrivals } from '../keep-arrivals.ts'
import type { RecentArrivals } from '../recent-arrivals.ts'
import { POSTGRESQL } from '../schema/dialect.ts'
import { refuseOtherSchema, type SchemaState, schemaState, takeSteps } from '../schema/migrations.ts'
import { timesAhead } from '../segment-days.ts'
import { refuseMoved } from '../setting.ts'
import type { Arrival, Change, Kept, KeptStore, Question, Scrubbed, StoreSpace } from '../store.ts'
import type { Tables } from '../tables.ts'
import { whenAvailable } from './postgres-availability.ts'
import { PostgresConnections, type PostgresOptions } from './postgres-connections.ts'
import { dropSegments, EVENT_TABLE, makeSegments, segmentDays } from './postgres-segments.ts'
import { PostgresWriter } from './postgres-writer.ts'

/** Guards migrations: two hubs that start at once must not both take a step. Any number of our own. */
const MIGRATION_LOCK = 7_300_921

/** The store in PostgreSQL: any number of hubs share it. */
export class PostgresStore implements KeptStore {
  readonly #connections: PostgresConnections
  readonly #db: Kysely<Tables>
  readonly #queue: CommitQueue
  #days: ReadonlySet<number> = new Set()
  collisions = 0

  /** Connects when first asked. */
  constructor(options: PostgresOptions) {
    this.#connections = new PostgresConnections(options)
    this.#db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: this.#connections }) })
    this.#queue = new CommitQueue((arrivals) => this.keepAll(arrivals))
  }

  /**
   * Makes an empty database ready, or one of an earlier version where that is asked for. Throws `ActionNeeded` if the
   * schema is of another version.
   */
  prepare(now: number, isUpgrade = false): Promise<readonly string[]> {
    return this.#try(() =>
      this.#db.transaction().execute(async (db) => {
        await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(db)
        const state = await schemaState(db, POSTGRESQL)
        if (!state.isEmpty && !isUpgrade) {
          refuseOtherSchema(state)
          await refuseMoved(db)
        }
        const taken = await takeSteps(db, POSTGRESQL, now)
        if (state.isEmpty) for (const statement of EVENT_TABLE) await sql.raw(statement).execute(db)
        await makeSegments(db, new Set(), timesAhead(now), now)
        return taken
      }),
    )
  }

  /** Where the schema stands. */
  schema(): Promise<SchemaState> {
    return this.#try(() => schemaState(this.#db, POSTGRESQL))
  }

  /** Bytes of the whole database. */
  async space(): Promise<StoreSpace> {
    const size = sql<{ taken: number }>`select pg_database_size(current_database()) as taken`
    const { rows } = await this.#try(() => size.execute(this.#db))
    return { taken: rows[0]?.taken ?? 0 }
  }

  ask<Input, Output>(question: Question<Input, Output>, input: Input): Promise<Output> {
    return this.#try(() => question.run(this.#db, input, () => 'event'))
  }

  change<Input, Output>(change: Change<Input, Output>, input: Input): Promise<Output> {
    return this.#try(() =>
      this.#db
        .transaction()
        .setIsolationLevel('serializable')
        .execute((db) => change.run(db, input, () => 'event')),
    )
  }

  get recent(): RecentArrivals {
    return this.#queue.recent
  }

  keep(arrival: Arrival): Promise<Kept> {
    return this.#queue.add(arrival)
  }

  /** Keeps several arrivals in one transaction. */
  keepAll(arrivals: readonly Arrival[]): Promise<readonly Kept[]> {
    return this.#try(async () => {
      if (this.#days.size === 0) this.#days = await segmentDays(this.#db)
      const { kept, days } = await this.#db.transaction().execute(async (db) => {
        const writer = new PostgresWriter(db, this.#days)
        return { kept: await keepArrivals(db, writer, arrivals), days: writer.days }
      })
      this.#days = days
      return kept
    })
  }

  async dropBefore(day: number): Promise<number> {
    const dropped = await this.#try(() =>
      this.#db.transaction().execute(async (db) => {
        // All questions wait while this waits for one of them.
        await sql`set local lock_timeout = '3s'`.execute(db)
        await forgetBefore(db, day)
        return dropSegments(db, day)
      }),
    )
    this.#days = new Set()
    return dropped
  }

  async prepareDays(now: number): Promise<void> {
    await this.#try(() => this.#db.transaction().execute((db) => makeSegments(db, new Set(), timesAhead(now), now)))
  }

  /** Its files are the server's: rows stay there until VACUUM, in its log, and in copies of it. */
  async scrub(): Promise<Scrubbed> {
    return 'partly'
  }

  /** Gives up all connections once their work has ended, as the primary may be another. */
  renewConnections(): void {
    this.#connections.renew()
  }

  close(): Promise<void> {
    return this.#db.destroy()
  }

  #try<T>(work: () => Promise<T>): Promise<T> {
    return whenAvailable(work, {
      onLoss: () => this.renewConnections(),
      onCollision: () => void (this.collisions += 1),
    })
  }
}
