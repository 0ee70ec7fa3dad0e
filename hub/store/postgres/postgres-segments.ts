import { type Kysely, sql } from 'kysely'
import { DAY, daysNear, segmentDay, segmentName } from '../segment-days.ts'
import type { Tables } from '../tables.ts'

/**
 * The segments in PostgreSQL: partitions of `event`, one for each UTC day, and one for what is far from the present.
 */
export const EVENT_TABLE: readonly string[] = [
  `create table event (time bigint not null, id text collate "C" not null, arrival bigint not null,
   received bigint not null, kind smallint not null, context smallint not null, severity smallint not null,
   service smallint, agent bigint not null, mailbox text collate "C", ip text collate "C", fields text not null,
   primary key (id, time)) partition by range (time)`,
  'create index event_time on event (time, id)',
  'create index event_arrival on event (arrival)',
  'create index event_agent on event (agent, time, kind)',
  'create index event_kind on event (kind, time)',
  'create index event_low on event (time, id, severity, agent, kind) where severity > 0',
  'create index event_high on event (time, id, severity, agent, kind) where severity > 2',
  'create index event_mailbox on event (mailbox, time) where mailbox is not null',
  'create index event_ip on event (ip, time) where ip is not null',
  'create table event_other partition of event default',
  // SQLite has it.
  `create function unixepoch() returns bigint language sql volatile
   as 'select floor(extract(epoch from clock_timestamp()))::bigint'`,
]

/** The days that have a segment. */
export async function segmentDays(db: Kysely<Tables>): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid where i.inhparent = 'event'::regclass`.execute(db)
  return new Set(rows.map(({ name }) => segmentDay(name)).filter((day) => day !== undefined))
}

/** Makes the missing segments for these times, if they are not far from `now`. In a transaction. */
export async function makeSegments(
  db: Kysely<Tables>,
  known: ReadonlySet<number>,
  times: readonly number[],
  now: number,
): Promise<ReadonlySet<number>> {
  const missing = new Set([...daysNear(now, times)].filter((day) => !known.has(day)))
  if (missing.size === 0) return known
  // Others may make the same at the same time.
  await sql`lock table event in share update exclusive mode`.execute(db)
  const present = await segmentDays(db)
  for (const day of [...missing].filter((each) => !present.has(each))) await makeSegment(db, day)
  return new Set([...present, ...missing])
}

async function makeSegment(db: Kysely<Tables>, day: number): Promise<void> {
  const name = sql.table(segmentName(day))
  const [from, until] = [sql.lit(day), sql.lit(day + DAY)]
  await sql`create table ${name} (like event including defaults including constraints)`.execute(db)
  // What a fast clock brought before its day.
  await sql`with moved as (delete from event_other where time >= ${from} and time < ${until} returning *)
    insert into ${name} select * from moved`.execute(db)
  await sql`alter table event attach partition ${name} for values from (${from}) to (${until})`.execute(db)
}

/** Drops segments of days before this one; returns how many. In a transaction. */
export async function dropSegments(db: Kysely<Tables>, before: number): Promise<number> {
  const old = [...(await segmentDays(db))].filter((day) => day < before)
  for (const day of old) await sql`drop table ${sql.table(segmentName(day))}`.execute(db)
  await sql`delete from event_other where time < ${before}`.execute(db)
  return old.length
}
