import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { newestEvents } from '../../hub/store/ask/newest-events.ts'
import { PostgresStore } from '../../hub/store/postgres/postgres-store.ts'
import { SqliteStore } from '../../hub/store/sqlite/sqlite-store.ts'
import type { KeptStore } from '../../hub/store/store.ts'
import { type EnrolledAgent, enrolAgent } from '../support/enrolled-agent.ts'
import { type HubProcess, startHub } from '../support/hub-process.ts'
import { PostgresqlPair } from '../support/postgresql-pair.ts'
import { type Postgresql, postgresqlPrograms, startPostgresql } from '../support/postgresql.ts'
import { Reporters } from './reporters.ts'

/** Where the hub keeps what it gets. */
export type StoreKind = 'embedded' | 'PostgreSQL' | 'PostgreSQL with a standby'

const PAGE = 1000

/** PostgreSQL, or a pair of servers that ask for no password. */
type Database = Pick<Postgresql, 'url' | 'stop'> & Partial<Pick<Postgresql, 'password'>>

/** What a scenario acts on: one hub, its store, and the agents that report to it. */
export class HubStage {
  /** The folder of this scenario; the embedded store is in `data` there. */
  readonly folder: string = mkdtempSync(join(tmpdir(), 'spoor-hub-torture-'))
  readonly data: string = join(this.folder, 'data')
  readonly #config: string = join(this.folder, 'hub.yml')
  readonly #database: Database | undefined
  #agent: EnrolledAgent | undefined
  #reporters: Reporters | undefined
  #hub: HubProcess | undefined
  #isAccounted = false

  private constructor(database: Database | undefined) {
    this.#database = database
    mkdirSync(this.data, { mode: 0o700 })
  }

  /** Makes a stage whose hub does not run yet. */
  static async make(kind: StoreKind): Promise<HubStage> {
    const stage = new HubStage(await databaseOf(kind))
    stage.configure('')
    return stage
  }

  /** What the hub's configuration names as its store. */
  get store(): string {
    return this.#database?.url ?? this.data
  }

  /** The agents; they report once `start` was called. */
  get reporters(): Reporters {
    return this.#reporters ?? assert.fail('nobody is enrolled before the first start')
  }

  /** The one of which they have the credential. */
  get agent(): EnrolledAgent {
    return this.#agent ?? assert.fail('nobody is enrolled before the first start')
  }

  get hub(): HubProcess {
    return this.#hub ?? assert.fail('the hub does not run')
  }

  /** The port of the running hub. */
  get port(): number {
    return Number(this.hub.addresses[0]?.split(':').at(-1))
  }

  /** Writes the configuration, with further lines. */
  configure(lines: string): void {
    const password = this.#database?.password
    const file = join(this.folder, 'store.password')
    if (password !== undefined) writeFileSync(file, password, { mode: 0o600 })
    const access = password === undefined ? '' : `store_password_file: ${file}\n`
    writeFileSync(this.#config, `listen: 127.0.0.1:0\nstore: ${this.store}\n${access}${lines}\n`, { mode: 0o600 })
  }

  /** Starts the hub; agents that report go on with it. */
  async start(): Promise<void> {
    if (this.#agent === undefined) {
      this.#agent = await this.inStore((store) => enrolAgent(store))
      this.#reporters = new Reporters(this.#agent)
    }
    this.#hub = await startHub(this.#config)
    this.reporters.port = this.port
  }

  /** The ids in the store, each as often as it is there. */
  async #idsInStore(): Promise<readonly string[]> {
    if (this.#database === undefined) {
      const connection = new DatabaseSync(join(this.data, 'hub.db'))
      assert.deepEqual(connection.prepare('pragma integrity_check').all().map(Object.values), [['ok']])
      connection.close()
    }
    return this.inStore(async (store) => {
      const ids: string[] = []
      for (let before: { time: number; id: string } | undefined; ;) {
        const page = await store.ask(newestEvents, { limit: PAGE, ...(before !== undefined && { before }) })
        ids.push(...page.map(({ id }) => id))
        before = page.at(-1)
        if (page.length < PAGE) return ids
      }
    })
  }

  /** Throws unless each event that was acknowledged is there once, and none twice; the hub must have ended. */
  async checkAccount(): Promise<void> {
    const ids = await this.#idsInStore()
    const there = new Set(ids)
    const lost = [...this.reporters.acknowledged].filter((id) => !there.has(id))
    assert.deepEqual({ lost, doubled: ids.length - there.size }, { lost: [], doubled: 0 })
    this.#isAccounted = true
  }

  /** Whether that was checked. */
  get isAccounted(): boolean {
    return this.#isAccounted
  }

  /** What the hub of the last start said. */
  get journal(): string {
    return this.#hub?.said() ?? ''
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await this.#reporters?.stop()
    await this.#hub?.end('SIGKILL')
    await this.#database?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Does something in the store, while no hub runs. */
  async inStore<T>(work: (store: KeptStore) => Promise<T>): Promise<T> {
    const store =
      this.#database === undefined ? new SqliteStore({ folder: this.data }) : new PostgresStore(this.#database)
    try {
      await store.prepare(Math.floor(Date.now() / 1000))
      return await work(store)
    } finally {
      await store.close()
    }
  }
}

async function databaseOf(kind: StoreKind): Promise<Database | undefined> {
  if (kind === 'embedded') return undefined
  const programs = postgresqlPrograms() ?? assert.fail('PostgreSQL is not installed')
  if (kind === 'PostgreSQL') return startPostgresql(programs)
  const pair = await PostgresqlPair.start(programs)
  return { url: pair.url, stop: () => pair.close() }
}
