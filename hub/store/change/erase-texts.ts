import { type Kysely, sql } from 'kysely'
import { AddressInText } from '../erasure/address-in-text.ts'
import { TEXT_TABLES, type TextRow, type TextTable } from '../erasure/erased-texts.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'

/** How many rows, and bytes of texts, are looked through in one transaction; one row may be longer. */
const [ROWS, BYTES] = [2000, 1024 ** 2]

/** Where the next rows begin: in which table, after which key; null when all were looked through. */
export type TextPlace = { readonly table: number; readonly after: readonly (string | number | null)[] } | null

/** What came of it. */
export interface ErasedTexts {
  readonly next: TextPlace
  readonly deleted: number
  readonly changed: number
}

/** Takes an address, in small letters, out of some rows of the tables with texts. */
export const eraseTexts: Change<{ address: string; place: NonNullable<TextPlace> }, ErasedTexts> = {
  name: 'erase-texts',
  run: async (db, { address, place }) => {
    const table = TEXT_TABLES[place.table]
    if (table === undefined) return { next: null, deleted: 0, changed: 0 }
    // Of a person of that name the audit log goes on to say what it did.
    const isPerson = table.table === 'audit' && (await isNameOfPerson(db, address))
    const rows = isPerson ? [] : await rowsAfter(db, table, place.after)
    const counts = { deleted: 0, changed: 0 }
    for (const row of rows) {
      const done = await eraseIn(db, table, row, new AddressInText(address))
      if (done !== undefined) counts[done] += 1
    }
    const last = rows.at(-1)
    const after = table.key.map((column) => last?.[column] ?? null)
    return { next: last === undefined ? { table: place.table + 1, after: [] } : { ...place, after }, ...counts }
  },
}

async function isNameOfPerson(db: Kysely<Tables>, name: string): Promise<boolean> {
  return (await db.selectFrom('person').select('id').where('name', '=', name).executeTakeFirst()) !== undefined
}

async function rowsAfter(
  db: Kysely<Tables>,
  { table, key, texts, json, only }: TextTable,
  after: readonly (string | number | null)[],
): Promise<readonly TextRow[]> {
  const columns = sql.join([...new Set([...key, ...texts, ...json])].map((name) => sql.ref(name)))
  const order = sql.join(key.map((name) => sql.ref(name)))
  const wanted = [
    ...(only === undefined ? [] : [sql`${sql.ref(only[0])} = ${only[1]}`]),
    ...(after.length === 0 ? [] : [sql`(${order}) > (${sql.join(after)})`]),
  ]
  const later = wanted.length === 0 ? sql`` : sql`where ${sql.join(wanted, sql` and `)}`
  const bytes = sql.join(
    [sql.lit(0), ...[...texts, ...json].map((name) => sql`coalesce(octet_length(${sql.ref(name)}), 0)`)],
    sql` + `,
  )
  const { rows } = await sql<TextRow>`select ${columns} from (
      select ${columns}, sum(bytes) over (order by ${order} rows between unbounded preceding and 1 preceding) as before
      from (select ${columns}, ${bytes} as bytes from ${sql.table(table)} ${later} order by ${order} limit ${sql.lit(ROWS)}) as page
    ) as sized where coalesce(before, 0) < ${sql.lit(BYTES)} order by ${order}`.execute(db)
  return rows
}

async function eraseIn(
  db: Kysely<Tables>,
  table: TextTable,
  row: TextRow,
  address: AddressInText,
): Promise<'deleted' | 'changed' | undefined> {
  const isIt = sql.join(
    table.key.map((name) => sql`${sql.ref(name)} = ${row[name]}`),
    sql` and `,
  )
  if (table.goes(row, address)) {
    await sql`delete from ${sql.table(table.table)} where ${isIt}`.execute(db)
    return 'deleted'
  }
  const changed = [
    ...table.texts.map((name) => [name, (text: string) => address.out(text)] as const),
    ...table.json.map((name) => [name, (text: string) => address.outOfJson(text)] as const),
  ].flatMap(([name, out]) => {
    const text = row[name]
    const next = typeof text === 'string' ? out(text) : text
    return next === text ? [] : [sql`${sql.ref(name)} = ${next}`]
  })
  if (changed.length === 0) return undefined
  if (table.revision !== undefined) changed.push(sql`${sql.ref(table.revision)} = ${sql.ref(table.revision)} + 1`)
  await sql`update ${sql.table(table.table)} set ${sql.join(changed)} where ${isIt}`.execute(db)
  return 'changed'
}
