import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Client } from 'pg'
import { PostgresStore } from '../../hub/store/postgres/postgres-store.ts'
import { SqliteStore } from '../../hub/store/sqlite/sqlite-store.ts'
import { POSTGRESQL_PASSWORD, urlWithPassword } from './postgresql.ts'

/** The clock of tests of the hub: 2026-11-20 08:00:00 UTC. */
export const NOW = 1_795_161_600

/** A store of either kind. */
export type TestedStore = SqliteStore | PostgresStore

/** Runs a test on both kinds of stores, each new and empty. */
export function testOnStores(name: string, run: (store: TestedStore, context: TestContext) => Promise<void>): void {
  for (const [kind, open] of KINDS) {
    const skip = kind === 'PostgreSQL' && SERVER === undefined ? withoutServer() : false
    test(`${name} (${kind})`, { skip }, async (context) => run(await open(context), context))
  }
}

const SERVER = process.env['SPOOR_TEST_POSTGRESQL']

/** Why a test on PostgreSQL is skipped. CI installs it, so there it must not be missing. */
export function withoutServer(): string {
  if (process.env['SPOOR_CI'] !== undefined) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  return 'PostgreSQL is not installed: apt-get install postgresql'
}

const KINDS: readonly (readonly [string, (context: TestContext) => Promise<TestedStore>])[] = [
  ['embedded', openEmbedded],
  ['PostgreSQL', async (context) => (await openPostgresql(context)).store],
]

/** The embedded store in a folder of its own, without its threads: to start these takes half a second from source. */
export async function openEmbedded(context: TestContext): Promise<SqliteStore> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  const store = new SqliteStore({ folder })
  await store.prepare(NOW)
  context.after(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  return store
}

/** PostgreSQL in a schema of its own. */
export async function openPostgresql(context: TestContext): Promise<{ store: PostgresStore; schema: string }> {
  const { url, password, schema } = await newSchema()
  const store = new PostgresStore({ url, password, schema })
  context.after(async () => {
    // Before: what a hub still asks would wait for tables that go, and they for it.
    await store.close()
    await dropSchema(schema)
  })
  await store.prepare(NOW)
  return { store, schema }
}

/** A schema, and how its database is reached. */
interface EmptySchema {
  readonly url: string
  readonly password: string
  readonly schema: string
}

/** A schema of PostgreSQL with nothing in it, which is dropped after the test. */
export async function emptySchema(context: TestContext): Promise<EmptySchema> {
  const made = await newSchema()
  context.after(() => dropSchema(made.schema))
  return made
}

async function newSchema(): Promise<EmptySchema> {
  const schema = `test_${randomBytes(8).toString('hex')}`
  await asSuperuser(`create schema ${schema}`)
  return { url: SERVER ?? '', password: POSTGRESQL_PASSWORD, schema }
}

async function dropSchema(schema: string): Promise<void> {
  await asSuperuser(`drop schema ${schema} cascade`)
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new Client({ connectionString: urlWithPassword(SERVER ?? '') })
  await client.connect()
  await client.query(statement)
  await client.end()
}
