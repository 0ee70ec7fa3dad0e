import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { urlsOfHosts } from '../../hub/config/database-url.ts'
import { Turns } from '../../hub/http/turns.ts'
import { arrivalOf } from '../../hub/ingest/arrival.ts'
import { DAY, dayOf } from '../../hub/store/segment-days.ts'
import { openSqlite } from '../../hub/store/sqlite/sqlite-connection.ts'
import { SqliteSegments } from '../../hub/store/sqlite/sqlite-segments.ts'
import type { NewEvent } from '../../hub/store/tables.ts'
import { entryNow } from '../support/enrolled-agent.ts'
import { MAILBOXES } from './flooding-agents.ts'

const COLUMNS = 'time, id, arrival, received, kind, context, severity, service, agent, mailbox, ip, fields'

/** Durable inserts without a hub of the rows that it would make, into the same tables; returns rows a second. */
interface RawInserts {
  readonly rowsOfTransaction: number
  readonly milliseconds: number
}

/** Into the embedded store's tables. */
export async function rawSqliteInserts(inserts: RawInserts): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-raw-'))
  const connection = openSqlite(folder, false)
  try {
    const event = await usualEvent()
    const segments = new SqliteSegments(connection)
    segments.prepare([event.time, event.time + DAY], dayOf(event.time))
    const insert = connection.prepare(
      `insert into ${segments.nameFor(event.time)} (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do nothing`,
    )
    return await rateOf(inserts, (numbers) => {
      connection.exec('begin immediate')
      for (const number of numbers) insert.run(...valuesOf(event, number))
      connection.exec('commit')
    })
  } finally {
    connection.close()
    rmSync(folder, { recursive: true })
  }
}

/** Into PostgreSQL's, by one connection; the tables must be there. */
export async function rawPostgresqlInserts(url: string, inserts: RawInserts): Promise<number> {
  const client = new Client({ connectionString: urlsOfHosts(url)?.[0] ?? url })
  await client.connect()
  try {
    const event = await usualEvent()
    const types = [
      'bigint',
      'text',
      'bigint',
      'bigint',
      'smallint',
      'smallint',
      'smallint',
      'smallint',
      'bigint',
      'text',
      'text',
    ]
    const arrays = [...types, 'text'].map((type, index) => `$${index + 1}::${type}[]`).join(', ')
    const text = `insert into event (${COLUMNS}) select * from unnest(${arrays}) on conflict do nothing`
    return await rateOf(inserts, async (numbers) => {
      const rows = numbers.map((number) => valuesOf(event, number))
      await client.query({
        name: 'raw',
        text,
        values: valuesOf(event, 0).map((_, column) => rows.map((row) => row[column])),
      })
    })
  } finally {
    await client.end()
  }
}

async function usualEvent(): Promise<NewEvent> {
  const now = Math.floor(Date.now() / 1000)
  const agent = { agent: 1, hosts: ['web1.example.com'], digests: [] }
  const judging = { agent, received: now, oldest: 0, turns: new Turns() }
  const { events } = await arrivalOf([entryNow('e', { time: now })], judging)
  return events[0] ?? assert.fail('it is no event')
}

function valuesOf(
  { time, received, kind, context, severity, service, agent, ip, fields }: NewEvent,
  number: number,
): (string | number | null)[] {
  const id = `r${number}`.padEnd(22, '_')
  const mailbox = `m${number % MAILBOXES}@example.com`
  return [time, id, number, received, kind, context, severity, service, agent, mailbox, ip, fields]
}

async function rateOf(
  { rowsOfTransaction, milliseconds }: RawInserts,
  insert: (numbers: readonly number[]) => void | Promise<void>,
): Promise<number> {
  const began = performance.now()
  let count = 0
  for (; performance.now() - began < milliseconds; count += rowsOfTransaction)
    await insert(Array.from({ length: rowsOfTransaction }, (_, index) => count + index))
  return count / ((performance.now() - began) / 1000)
}
