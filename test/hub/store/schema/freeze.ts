// `npm run freeze`: keeps the stores that this version makes as fixtures, for later versions to be tested with. Run it
// before a release that has a new step of the schema, and never change what it wrote once that is released.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PostgresStore } from '../../../../hub/store/postgres/postgres-store.ts'
import { databaseFile } from '../../../../hub/store/sqlite/sqlite-connection.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import type { Store } from '../../../../hub/store/store.ts'
import { FROZEN } from '../../../support/frozen-stores.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { postgresqlPrograms, startPostgresql } from '../../../support/postgresql.ts'
import { NOW } from '../../../support/stores.ts'

async function fill(store: Store): Promise<void> {
  const agent = await agentIn(store)
  const quarantined = [{ reason: 'invalid', detail: 'It has no time.', entry: '{}' }] as const
  await store.keep(
    arrivalOf(agent, [eventOf(agent, 'a'), eventOf(agent, 'b', { time: NOW + 400 * 86_400 })], { quarantined }),
  )
}

async function freezeEmbedded(version: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-freeze-'))
  const store = new SqliteStore({ folder })
  await store.prepare(NOW)
  await fill(store)
  await store.close()
  const database = new DatabaseSync(databaseFile(folder), { readOnly: true })
  const schema = database.prepare('select type, name, sql from sqlite_schema where sql is not null').all()
  const rows = schema
    .filter(({ type }) => type === 'table')
    .flatMap(({ name }) =>
      database
        .prepare(`select * from ${String(name)}`)
        .all()
        .map((row) => {
          const values = Object.values(row).map((value) =>
            typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value),
          )
          return `insert into ${String(name)} (${Object.keys(row).join(', ')}) values (${values.join(', ')})`
        }),
    )
  database.close()
  rmSync(folder, { recursive: true })
  const statements = [...schema.map(({ sql }) => String(sql)), ...rows]
  writeFileSync(join(FROZEN, `${version}.sqlite.sql`), statements.map((statement) => `${statement};\n`).join(''))
}

async function freezePostgresql(version: string): Promise<void> {
  const programs = postgresqlPrograms()
  if (programs === undefined) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  const server = await startPostgresql(programs)
  const store = new PostgresStore(server)
  await store.prepare(NOW)
  await fill(store)
  await store.close()
  const args = ['--no-owner', '--no-privileges', '--inserts', '--schema=public', '--dbname', server.url]
  const dump = execFileSync(join(programs, 'pg_dump'), args, {
    encoding: 'utf8',
    env: { ...process.env, PGPASSWORD: server.password },
  })
  await server.stop()
  // Neither psql's commands, nor what sets the session or says whose dump it is.
  const lines = dump
    .split('\n')
    .filter((line) => line !== '' && !/^(?:--|\\|SET |SELECT pg_catalog\.set_config|CREATE SCHEMA)/.test(line))
  writeFileSync(join(FROZEN, `${version}.postgresql.sql`), `${lines.join('\n').replaceAll('public.', 'SCHEMA.')}\n`)
}

const [version = ''] = process.argv.slice(2)
if (!/^\d+\.\d+\.\d+$/.test(version))
  throw new Error('write the version that is to be released: npm run freeze -- 1.2.3')
mkdirSync(FROZEN, { recursive: true })
await freezeEmbedded(version)
await freezePostgresql(version)
