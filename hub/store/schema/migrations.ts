import { type Kysely, sql } from 'kysely'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import type { Tables } from '../tables.ts'
import { checkSchema } from './check-schema.ts'
import type { Dialect } from './dialect.ts'
import { firstSchema } from './first-schema.ts'
import { totalsSchema } from './totals-schema.ts'

/** One step of the schema; each is taken once, in the order of the list, and never changes. */
interface Migration {
  readonly name: string
  run(db: Kysely<Tables>, dialect: Dialect): Promise<void>
}

const MIGRATIONS: readonly Migration[] = [
  { name: '0001-first-schema', run: firstSchema },
  { name: '0002-totals', run: totalsSchema },
  { name: '0003-checks', run: checkSchema },
]

/** Where a store stands. */
export interface SchemaState {
  /** Names of the steps still to be taken; all of them in an empty store. */
  readonly missing: readonly string[]
  readonly isEmpty: boolean
  /** Steps that only a later version of the program knows. */
  readonly unknown: readonly string[]
}

/** Which steps of the schema a store has taken. */
export async function schemaState(db: Kysely<Tables>, dialect: Dialect): Promise<SchemaState> {
  const taken = await stepsTaken(db, dialect)
  const known = MIGRATIONS.map(({ name }) => name)
  return {
    missing: known.filter((name) => !taken.includes(name)),
    isEmpty: taken.length === 0,
    unknown: taken.filter((name) => !known.includes(name)),
  }
}

/**
 * Takes the missing steps; call it in a transaction that excludes others. Throws `ActionNeeded` if the store belongs to
 * a later version.
 */
export async function takeSteps(db: Kysely<Tables>, dialect: Dialect, now: number): Promise<readonly string[]> {
  const { missing, unknown, isEmpty } = await schemaState(db, dialect)
  refuseUnknown(unknown)
  if (isEmpty) await createMigrationTable(db)
  for (const step of MIGRATIONS.filter(({ name }) => missing.includes(name))) {
    await step.run(db, dialect)
    await db.insertInto('migration').values({ name: step.name, at: now }).execute()
  }
  return missing
}

/** Throws `ActionNeeded` unless this program can work with the store as it is. */
export function refuseOtherSchema({ missing, unknown }: SchemaState): void {
  refuseUnknown(unknown)
  if (missing.length === 0) return
  throw new ActionNeeded(
    'the store has the schema of an earlier version; make a backup (spoor-hub backup), then type: spoor-hub migrate',
    EXIT.usage,
  )
}

function refuseUnknown(unknown: readonly string[]): void {
  if (unknown.length === 0) return
  throw new ActionNeeded(
    `the store belongs to a later version of spoor-hub, which took the step ${unknown.join(', ')}; install that version`,
    EXIT.usage,
  )
}

async function stepsTaken(db: Kysely<Tables>, dialect: Dialect): Promise<readonly string[]> {
  const { rows } = await dialect.hasTable('migration').execute(db)
  if (rows.length === 0) return []
  return (await db.selectFrom('migration').select('name').orderBy('name').execute()).map(({ name }) => name)
}

async function createMigrationTable(db: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists migration (name text not null primary key, at bigint not null)`.execute(db)
}
