import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'
import { type Dialect, tableIn } from './dialect.ts'
import { INCIDENT_INDEXES, INCIDENT_TABLES } from './incident-schema.ts'

const TABLES: Readonly<Record<string, readonly string[]>> = {
  event_hour: [
    'agent NUMBER not null',
    'hour NUMBER not null',
    'kind NUMBER not null',
    'count NUMBER not null',
    'primary key (agent, hour, kind)',
  ],
  seen_kind: [
    'agent NUMBER not null',
    'log WORDS not null',
    'kind NUMBER not null',
    'seen NUMBER not null',
    'primary key (agent, log, kind)',
  ],
  unseen: [
    'agent NUMBER not null',
    'source WORDS not null',
    'path WORDS not null',
    'problem WORDS not null',
    'since NUMBER',
    'told NUMBER',
    'times NUMBER not null',
    'seen NUMBER',
    'primary key (agent, source, path)',
  ],
  gap: ['agent NUMBER not null', 'id WORDS not null', 'time NUMBER not null', 'primary key (agent, id)'],
  agent: [
    'id SERIAL primary key',
    'host WORDS not null unique',
    'label WORDS not null',
    'created NUMBER not null',
    'reported NUMBER',
    'reports NUMBER not null default 0',
    'last_event NUMBER',
    'stale NUMBER not null default 0',
    'left_out NUMBER not null default 0',
    'status WORDS',
    'status_at NUMBER',
    'unread WORDS',
    'version WORDS',
    'health WORDS',
    'lag NUMBER',
  ],
  agent_name: ['host WORDS not null primary key', 'agent NUMBER not null references agent (id)'],
  credential: [
    'identifier WORDS not null primary key',
    'agent NUMBER not null references agent (id)',
    'digest WORDS not null',
    'previous_digest WORDS',
    'previous_until NUMBER',
    'created NUMBER not null',
    'revoked NUMBER',
  ],
  enrol_token: [
    'id WORDS not null primary key',
    'digest WORDS not null',
    'label WORDS not null',
    'host WORDS',
    'maker WORDS not null',
    'created NUMBER not null',
    'expires NUMBER not null',
    'uses_left NUMBER not null',
    'revoked NUMBER',
  ],
  person: [
    'id SERIAL primary key',
    'name WORDS not null unique',
    'role WORDS not null',
    'password WORDS',
    'totp WORDS',
    'totp_step NUMBER not null default 0',
    'created NUMBER not null',
    'disabled NUMBER',
    'last_login NUMBER',
  ],
  recovery_code: ['digest WORDS not null primary key', 'person NUMBER not null references person (id)'],
  setup_code: ['digest WORDS not null primary key', 'expires NUMBER not null'],
  api_token: [
    'id WORDS not null primary key',
    'person NUMBER not null references person (id)',
    'digest WORDS not null',
    'name WORDS not null',
    'scope WORDS not null',
    'created NUMBER not null',
    'expires NUMBER not null',
    'revoked NUMBER',
    'used NUMBER',
  ],
  session: [
    'digest WORDS not null primary key',
    'person NUMBER not null references person (id)',
    'created NUMBER not null',
    'seen NUMBER not null',
    'expires NUMBER not null',
    'address WORDS not null',
  ],
  preference: [
    'person NUMBER not null primary key references person (id)',
    'revision NUMBER not null',
    'document WORDS not null',
  ],
  audit: [
    'id SERIAL primary key',
    'at NUMBER not null',
    'actor WORDS not null',
    'action WORDS not null',
    'target WORDS not null',
    'address WORDS not null',
    'detail WORDS not null',
  ],
  quarantine: [
    'id SERIAL primary key',
    'at NUMBER not null',
    'agent NUMBER not null references agent (id)',
    'reason WORDS not null',
    'detail WORDS not null',
    'entry WORDS not null',
  ],
  assessment: [
    'event_time NUMBER not null',
    'event_id WORDS not null',
    'agent NUMBER not null',
    'value WORDS not null',
    'who WORDS not null',
    'at NUMBER not null',
    'primary key (event_id, event_time)',
  ],
  mailbox_place: [
    'mailbox WORDS not null',
    'agent NUMBER not null',
    'country WORDS not null',
    'provider NUMBER not null',
    'first NUMBER not null',
    'last NUMBER not null',
    'event_id WORDS not null',
    'primary key (mailbox, agent, country, provider)',
  ],
  ...INCIDENT_TABLES,
  erased_mailbox: ['digest WORDS not null primary key', 'at NUMBER not null', 'until NUMBER not null'],
  store_key: ['name WORDS not null primary key', 'value WORDS not null'],
  forwarding: [
    'name WORDS not null primary key',
    'arrival NUMBER not null',
    'incident_change NUMBER not null',
    'sent NUMBER not null',
    'sent_at NUMBER',
    'missed NUMBER not null',
    'fault WORDS',
    'fault_since NUMBER',
  ],
  counter: ['name WORDS not null primary key', 'value NUMBER not null'],
  setting: ['name WORDS not null primary key', 'value WORDS not null'],
  lease: ['name WORDS not null primary key', 'holder WORDS not null', 'until NUMBER not null'],
}

/** The tables of the first version, but for `event`: its segments are made by each store in its own way. */
export async function firstSchema(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  for (const [name, columns] of Object.entries(TABLES)) await sql.raw(tableIn(dialect, name, columns)).execute(db)
  await sql`create index quarantine_agent on quarantine (agent, at)`.execute(db)
  await sql`create index quarantine_at on quarantine (at)`.execute(db)
  await sql`create index audit_at on audit (at)`.execute(db)
  await sql`create index assessment_value on assessment (value, event_time, event_id)`.execute(db)
  await sql`create index mailbox_place_last on mailbox_place (last)`.execute(db)
  for (const index of INCIDENT_INDEXES) await sql.raw(index).execute(db)
  await db
    .insertInto('counter')
    .values(['arrival', 'incident_change'].map((name) => ({ name, value: 0 })))
    .execute()
}
