import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { addRows, copiedTables, type Row } from '../../../../hub/store/move/copied-tables.ts'
import { moveStore } from '../../../../hub/store/move/move-store.ts'
import { PostgresStore } from '../../../../hub/store/postgres/postgres-store.ts'
import type { Change, Question } from '../../../../hub/store/store.ts'
import { byLetters } from '../../../support/fleet-story.ts'
import { emptySchema, NOW, openEmbedded, withoutServer } from '../../../support/stores.ts'

const skip = process.env['SPOOR_TEST_POSTGRESQL'] === undefined && withoutServer()

/** How many rows a table gets: more than are read at a time. */
const ROWS = 1100

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly refers: number
}

const columnsOf: Question<string, readonly Column[]> = {
  name: 'columns-of',
  run: async (db, table) => {
    const found = await sql<Column>`select name, type, "notnull", pk > 0 or exists (
      select 1 from pragma_foreign_key_list(${table}) as key where key."from" = info.name) as refers
      from pragma_table_info(${table}) as info`.execute(db)
    return found.rows
  },
}

/** A row in which no value is like another, by its number; some values are missing where they may. */
function rowOf(table: string, columns: readonly Column[], number: number): Row {
  const values = columns.map(({ name, type, notnull, refers }, place) => {
    if (notnull === 0 && refers === 0 && (number + place) % 3 === 0) return [name, null]
    if (type === 'INTEGER') return [name, refers === 0 ? Number.MAX_SAFE_INTEGER - number : number]
    return [name, `${table} ${name} ${number} "{'ä\\\u{1F511}\n`]
  })
  return Object.fromEntries(values)
}

const fill: Change<Readonly<Record<string, readonly Row[]>>, null> = {
  name: 'fill',
  run: async (db, rows) => {
    for (const [table, own] of Object.entries(rows)) {
      await sql`delete from ${sql.table(table)}`.execute(db)
      for (let first = 0; first < own.length; first += 100) await addRows(db, table, own.slice(first, first + 100))
    }
    return null
  },
}

const rowsOf: Question<string, readonly string[]> = {
  name: 'rows-of',
  run: async (db, table) => {
    const { rows } = await sql<Row>`select * from ${sql.table(table)}`.execute(db)
    const texts = rows.map((row) => Object.entries(row).map((entry) => JSON.stringify(entry)))
    return texts.map((columns) => columns.toSorted(byLetters).join()).toSorted(byLetters)
  },
}

const newPerson: Change<null, number> = {
  name: 'new-person',
  run: async (db) => {
    const person = { name: 'new', role: 'viewer', created: NOW } as const
    return (await db.insertInto('person').values(person).returning('id').executeTakeFirstOrThrow()).id
  },
}

test('every row of every table arrives as it was', { skip }, async (t) => {
  const from = await openEmbedded(t)
  const { url, password, schema } = await emptySchema(t)
  const to = new PostgresStore({ url, password, schema })
  t.after(() => to.close())
  const tables = await from.ask(copiedTables, null)
  const rows: Record<string, readonly Row[]> = {}
  for (const table of tables) {
    const columns = await from.ask(columnsOf, table)
    rows[table] = Array.from({ length: ROWS }, (_, index) => rowOf(table, columns, index + 1))
  }
  await from.change(fill, rows)
  for (const table of ['preference', 'session', 'snooze', 'mailbox_place', 'unseen', 'incident_change', 'store_key'])
    assert.ok(tables.includes(table), table)
  await moveStore({ from, to, folder: 'here', url, now: NOW, progress: () => undefined })
  for (const table of tables) {
    const arrived = await to.ask(rowsOf, table)
    assert.equal(arrived.length, ROWS, table)
    assert.deepEqual(arrived, await from.ask(rowsOf, table), table)
  }
  assert.equal(await to.change(newPerson, null), ROWS + 1)
})
