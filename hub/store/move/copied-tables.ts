import { type Kysely, sql } from 'kysely'
import type { Question } from '../store.ts'
import type { Tables } from '../tables.ts'

/** A row of any table, by its columns. */
export type Row = Readonly<Record<string, string | number | null>>

/** How many rows are read at a time. */
const PAGE = 1000

/** A name that no column has. */
const ROW_NUMBER = 'row number'

/** Of one store alone, or, like events, copied in another way. */
const APART = /^(?:event_(?:\d{8}|other)|erased_space|migration|lease|setting|sqlite_.*)$/

/** The embedded store's tables whose rows are copied as they are, each after those that it refers to. */
export const copiedTables: Question<null, readonly string[]> = {
  name: 'copied-tables',
  run: async (db) => {
    const { rows } = await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(db)
    const names = rows.map(({ name }) => name).filter((name) => !APART.test(name))
    const ordered = new Set<string>()
    const add = async (name: string): Promise<void> => {
      const foreign = await sql<{ table: string }>`select "table" from pragma_foreign_key_list(${name})`.execute(db)
      for (const { table } of foreign.rows) if (table !== name && !ordered.has(table)) await add(table)
      ordered.add(name)
    }
    for (const name of names) await add(name)
    return [...ordered]
  },
}

/** Some rows of a table of the embedded store, after the one with this row number; with the number of the last. */
export const rowsAfter: Question<{ table: string; after: number }, { rows: readonly Row[]; last: number }> = {
  name: 'rows-after',
  run: async (db, { table, after }) => {
    const found =
      await sql<Row>`select rowid as ${sql.ref(ROW_NUMBER)}, * from ${sql.table(table)} where rowid > ${after}
      order by rowid limit ${sql.lit(PAGE)}`.execute(db)
    const rows = found.rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => name !== ROW_NUMBER)),
    )
    return { rows, last: Number(found.rows.at(-1)?.[ROW_NUMBER] ?? after) }
  },
}

/** Adds rows to a table. */
export async function addRows(db: Kysely<Tables>, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)))
  const values = sql.join(rows.map((row) => sql`(${sql.join(Object.values(row))})`))
  await sql`insert into ${sql.table(table)} (${columns}) values ${values}`.execute(db)
}

/** Lets the numbers that PostgreSQL gives to new rows begin after those that are there. */
export async function continueNumbers(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`select table_name as "table", column_name as "column"
    from information_schema.columns where is_identity = 'YES' and table_schema = current_schema()`.execute(db)
  for (const { table, column } of rows)
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), max(${sql.ref(column)}))
      from ${sql.table(table)} having max(${sql.ref(column)}) is not null`.execute(db)
}
