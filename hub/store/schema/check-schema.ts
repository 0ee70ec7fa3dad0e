import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { type Dialect, tableIn } from './dialect.ts'

const AGENT_CHECK = [
  'agent NUMBER not null references agent (id)',
  'name WORDS not null',
  'type WORDS not null',
  'state WORDS not null',
  'since NUMBER not null',
  'finding WORDS not null',
  'ran NUMBER',
  'recent WORDS not null',
  'certificate NUMBER',
  'target WORDS',
  'primary key (agent, name)',
]

/** The checks of agents as they told them last, and when. */
export async function checkSchema(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await sql.raw(tableIn(dialect, 'agent_check', AGENT_CHECK)).execute(db)
  await sql.raw(`alter table agent add column checks_told ${dialect.types.NUMBER}`).execute(db)
}
