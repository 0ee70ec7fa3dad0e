import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { databaseFile } from '../../hub/store/sqlite/sqlite-connection.ts'
import { urlWithPassword } from './postgresql.ts'
import { ROOT } from './repository-files.ts'

/** Stores of earlier versions, as SQL: one file for each version of the schema and each kind of store. */
export const FROZEN = join(ROOT, 'test/fixtures/hub-schema')

/** Makes an embedded store of that version in an empty folder. */
export function thawEmbedded(version: string, folder: string): void {
  const database = new DatabaseSync(databaseFile(folder))
  database.exec(readFileSync(join(FROZEN, `${version}.sqlite.sql`), 'utf8'))
  database.close()
}

/** Makes a store of that version in an empty schema of PostgreSQL. */
export async function thawPostgresql(version: string, url: string, schema: string): Promise<void> {
  const client = new Client({ connectionString: urlWithPassword(url) })
  await client.connect()
  await client.query(`set search_path = ${schema}`)
  await client.query(
    readFileSync(join(FROZEN, `${version}.postgresql.sql`), 'utf8').replaceAll('SCHEMA.', `${schema}.`),
  )
  await client.end()
}

/** The tables, columns and indices of an embedded store, but for its segments. */
export function shapeOfEmbedded(folder: string): readonly string[] {
  const database = new DatabaseSync(databaseFile(folder), { readOnly: true })
  const rows = database.prepare('select sql from sqlite_schema where sql is not null').all()
  database.close()
  return rows
    .map(({ sql }) =>
      String(sql)
        .replaceAll(/event_\d{8}/g, 'DAY')
        .replaceAll(/\s+/g, ' '),
    )
    .filter((sql) => !/\bDAY/.test(sql))
    .toSorted()
}

/** The same of a schema of PostgreSQL. */
export async function shapeOfPostgresql(url: string, schema: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: urlWithPassword(url) })
  await client.connect()
  const { rows } = await client.query<{ line: string }>(
    `select format('%s.%s %s %s %s', table_name, column_name, data_type, collation_name, is_nullable) as line
     from information_schema.columns where table_schema = $1
     union all select replace(indexdef, schemaname || '.', '') from pg_indexes where schemaname = $1
     union all select conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) from pg_constraint
       where connamespace = $1::regnamespace and contype = 'f'`,
    [schema],
  )
  await client.end()
  return rows
    .map(({ line }) => line.replaceAll(`${schema}.`, ''))
    .filter((line) => !/event_\d{8}/.test(line))
    .toSorted()
}
