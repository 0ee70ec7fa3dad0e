import { Kysely, PostgresDialect, sql } from 'kysely'
import { type CustomTypesConfig, Pool, types } from 'pg'
import { CommitQueue } from '../commit-queue.ts'
import { keepArrivals } from '../keep-arrivals.ts'
import { POSTGRESQL } from '../schema/dialect.ts'
import { migrate, refuseOtherSchema, schemaState } from '../schema/migrations.ts'
import { DAY, DAYS_AHEAD } from '../segment-days.ts'
import type { Arrival, Change, Kept, Question, Store } from '../store.ts'
import type { Tables } from '../tables.ts'
import { whenAvailable } from './postgres-availability.ts'
import { dropSegments, EVENT_TABLE, makeSegments, segmentDays } from './postgres-segments.ts'
import { PostgresWriter } from './postgres-writer.ts'

/** How the database is reached. */
export interface PostgresOptions {
  /** Without a password. */
  readonly url: string
  readonly password?: string | undefined
  /** The schema for the tables; default: the first of the user's search path. */
  readonly schema?: string
}

const CONNECTIONS = 8
/** Longest wait for a connection, and for an answer, in milliseconds. */
const CONNECT_PATIENCE = 5000
const ANSWER_PATIENCE = 60_000
/** Guards migrations: two hubs that start at once must not both take a step. Any number of our own. */
const MIGRATION_LOCK = 7_300_921

/** The store in PostgreSQL: any number of hubs share it. */
export class PostgresStore implements Store {
  readonly #db: Kysely<Tables>
  readonly #queue: CommitQueue
  #days: ReadonlySet<number> = new Set()

  /** Connects when first asked. */
  constructor({ url, password, schema }: PostgresOptions) {
    const pool = new Pool({
      connectionString: url,
      ...(password !== undefined && { password }),
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_PATIENCE,
      query_timeout: ANSWER_PATIENCE,
      application_name: 'spoor-hub',
      types: { getTypeParser: parserOf },
      ...(schema !== undefined && { options: `-c search_path=${schema}` }),
    })
    // A connection that waits was lost; the next question opens another.
    pool.on('error', () => undefined)
    this.#db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    this.#queue = new CommitQueue((arrivals) => this.#keepAll(arrivals))
  }

  /**
   * Makes an empty database ready, or one of an earlier version where that is asked for. Throws `ActionNeeded` if the
   * schema is of another version.
   */
  prepare(now: number, isUpgrade = false): Promise<readonly string[]> {
    return whenAvailable(() =>
      this.#db.transaction().execute(async (db) => {
        await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(db)
        const state = await schemaState(db)
        if (!state.isEmpty && !isUpgrade) refuseOtherSchema(state)
        const taken = await migrate(db, POSTGRESQL, now)
        if (state.isEmpty) for (const statement of EVENT_TABLE) await sql.raw(statement).execute(db)
        await makeSegments(db, new Set(), aheadOf(now), now)
        return taken
      }),
    )
  }

  ask<Input, Output>(question: Question<Input, Output>, input: Input): Promise<Output> {
    return whenAvailable(() => question.run(this.#db, input))
  }

  change<Input, Output>(change: Change<Input, Output>, input: Input): Promise<Output> {
    return whenAvailable(() =>
      this.#db
        .transaction()
        .setIsolationLevel('serializable')
        .execute((db) => change.run(db, input)),
    )
  }

  keep(arrival: Arrival): Promise<Kept> {
    return this.#queue.add(arrival)
  }

  dropBefore(day: number): Promise<number> {
    return whenAvailable(() => this.#db.transaction().execute((db) => dropSegments(db, day)))
  }

  close(): Promise<void> {
    return this.#db.destroy()
  }

  #keepAll(arrivals: readonly Arrival[]): Promise<readonly Kept[]> {
    return whenAvailable(async () => {
      if (this.#days.size === 0) this.#days = await segmentDays(this.#db)
      const { kept, days } = await this.#db.transaction().execute(async (db) => {
        const writer = new PostgresWriter(db, this.#days)
        return { kept: await keepArrivals(db, writer, arrivals), days: writer.days }
      })
      this.#days = days
      return kept
    })
  }
}

function aheadOf(now: number): readonly number[] {
  return Array.from({ length: DAYS_AHEAD + 1 }, (_, days) => now + days * DAY)
}

/** bigint and numeric (pg_type.dat) arrive as text: ours stay below 2^53. */
const WHOLE_NUMBERS = new Set([20, 1700])

const parserOf: CustomTypesConfig['getTypeParser'] = (type) =>
  WHOLE_NUMBERS.has(type) ? Number : types.getTypeParser(type, 'text')
