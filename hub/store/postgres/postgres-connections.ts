import type { PostgresPool, PostgresPoolClient } from 'kysely'
import { Client, type ClientBase, type ClientConfig, type CustomTypesConfig, Pool, type PoolConfig, types } from 'pg'
import { urlsOfHosts } from '../../config/database-url.ts'

/** How the database is reached. */
export interface PostgresOptions {
  /** Without a password; may name several hosts, one of which is the primary. */
  readonly url: string
  readonly password?: string | undefined
  /** The schema for the tables; default: the first of the user's search path. */
  readonly schema?: string
  /** Longest wait for an answer, in milliseconds. */
  readonly patience?: number
}

const CONNECTIONS = 8
/** Longest wait for a connection, in milliseconds. */
const CONNECT_PATIENCE = 5000
const ANSWER_PATIENCE = 60_000

/** Connections to the one of several hosts that can write. */
export class PostgresConnections implements PostgresPool {
  readonly options: PoolConfig
  readonly #urls: readonly string[]
  #pools: readonly Pool[]
  /** The host that could write last. */
  #primary = 0

  /** Connects when first asked. */
  constructor(options: PostgresOptions) {
    this.options = poolOptions(options)
    const urls = urlsOfHosts(options.url) ?? [options.url]
    this.#urls = urls.map((url) => (options.password === undefined ? url : withPassword(url, options.password)))
    this.#pools = this.#newPools()
  }

  /** A connection to the primary. If no host is one, rejects with why the last one was not. */
  async connect(): Promise<PostgresPoolClient> {
    const first = this.#primary
    const pools = this.#pools
    let fault: unknown
    for (let tries = 0; tries < pools.length; tries += 1) {
      const host = (first + tries) % pools.length
      try {
        const client = await pools[host]?.connect()
        this.#primary = host
        if (client !== undefined) return client
      } catch (error) {
        fault = isWithoutPassword(error) ? new Error(PASSWORD_MISSING, { cause: error }) : error
      }
    }
    throw fault
  }

  /** Gives up all connections once their work has ended: the primary may be another, or a host no longer answers. */
  renew(): void {
    const old = this.#pools
    this.#pools = this.#newPools()
    for (const pool of old) void pool.end()
  }

  async end(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.end()))
  }

  #newPools(): readonly Pool[] {
    return this.#urls.map((connectionString) => {
      const pool = new Pool({ ...this.options, connectionString })
      // A connection that waits was lost; the next question opens another.
      pool.on('error', () => undefined)
      // One that is in use is lost for its question, too, which fails; without a listener the process would end.
      pool.on('connect', (client) => void client.on('error', () => undefined))
      return pool
    })
  }
}

/** pg leaves a connection open that it gives up itself, such as without a password, and the process would not end. */
class EndingClient extends Client {
  constructor(config?: ClientConfig) {
    super(config)
    this.connection.once('error', () => void this.connection.stream.destroy())
  }
}

/** pg takes no password beside a URL: an empty one of the URL would replace it. */
function withPassword(url: string, password: string): string {
  const whole = new URL(url)
  whole.password = encodeURIComponent(password)
  return whole.href
}

const PASSWORD_MISSING = 'Connection refused: the server asks for a password, and none is given'

function isWithoutPassword(error: unknown): boolean {
  return error instanceof Error && /^SASL: .* client password must be/.test(error.message)
}

function poolOptions({ schema, patience = ANSWER_PATIENCE }: PostgresOptions): PoolConfig {
  return {
    Client: EndingClient,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_PATIENCE,
    // The server gives up first, so that nothing goes on there that nobody waits for.
    query_timeout: patience + CONNECT_PATIENCE,
    keepAlive: true,
    application_name: 'spoor-hub',
    types: { getTypeParser: parserOf },
    // The pool waits for it, though its types do not say so.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: (client) => setUp(client, patience, schema),
  }
}

/** Not by options of the connection: poolers such as PgBouncer refuse them. */
async function setUp(client: ClientBase, patience: number, schema: string | undefined): Promise<void> {
  const settings = new Map([
    ['statement_timeout', String(patience)],
    // A hub that vanished in a transaction must not keep the others waiting.
    ['idle_in_transaction_session_timeout', String(ANSWER_PATIENCE)],
    ['tcp_keepalives_idle', '10'],
    ['tcp_keepalives_interval', '5'],
    ['tcp_keepalives_count', '3'],
  ])
  if (schema !== undefined) settings.set('search_path', schema)
  const { rows } = await client.query<{ standby: boolean }>(
    `select pg_is_in_recovery() as standby, set_config(name, value, false) from unnest($1::text[], $2::text[]) as s (name, value)
     union all select false, set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`,
    [[...settings.keys()], [...settings.values()]],
  )
  if (rows.some(({ standby }) => standby)) throw new Error('Connection refused: the server is a standby')
}

/** bigint and numeric (pg_type.dat) arrive as text: ours stay below 2^53. */
const WHOLE_NUMBERS = new Set([20, 1700])

const parserOf: CustomTypesConfig['getTypeParser'] = (type) =>
  WHOLE_NUMBERS.has(type) ? Number : types.getTypeParser(type, 'text')
