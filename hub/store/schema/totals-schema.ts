import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { type Dialect, tableIn } from './dialect.ts'

const TOTALS = [
  'kind WORDS not null',
  'width NUMBER not null',
  'agent NUMBER not null',
  'start NUMBER not null',
  'seconds NUMBER not null',
  'revision NUMBER',
  'received NUMBER not null',
  'sums WORDS not null',
  'counted WORDS',
  'primary key (kind, width, agent, start)',
]

/** What agents count in periods. */
export async function totalsSchema(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await sql.raw(tableIn(dialect, 'totals', TOTALS)).execute(db)
  await sql`create index totals_received on totals (received) where width = 60`.execute(db)
  await sql`create index totals_start on totals (start) where width > 60`.execute(db)
}
