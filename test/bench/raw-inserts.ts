import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Turns } from '../../hub/http/turns.ts'
import { arrivalOf } from '../../hub/ingest/arrival.ts'
import { DAY, dayOf } from '../../hub/store/segment-days.ts'
import { openSqlite } from '../../hub/store/sqlite/sqlite-connection.ts'
import { SqliteSegments } from '../../hub/store/sqlite/sqlite-segments.ts'
import { entryNow } from '../support/enrolled-agent.ts'

/** Durable inserts of the rows that the hub would make, into its tables, with so many in each transaction; returns rows a second. */
export async function rawInserts(rows: number, milliseconds: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-raw-'))
  const connection = openSqlite(folder, false)
  try {
    const now = Math.floor(Date.now() / 1000)
    const segments = new SqliteSegments(connection)
    segments.prepare([now, now + DAY], dayOf(now))
    const agent = { agent: 1, hosts: ['web1.example.com'], digests: [] }
    const { events } = await arrivalOf([entryNow('e', { time: now })], {
      agent,
      received: now,
      oldest: 0,
      turns: new Turns(),
    })
    const { kind = 0, context = 0, severity = 0, ip = '', fields = '' } = events[0] ?? {}
    const insert = connection.prepare(
      `insert into ${segments.nameFor(now)} (time, id, arrival, received, kind, context, severity, agent, mailbox, ip, fields)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    )
    let number = 0
    const began = performance.now()
    while (performance.now() - began < milliseconds) {
      connection.exec('begin immediate')
      for (let row = 0; row < rows; row += 1) {
        number += 1
        const id = `e${number}`.padEnd(22, '_')
        insert.run(now, id, number, now, kind, context, severity, 1, `${id.slice(-3)}@example.com`, ip, fields)
      }
      connection.exec('commit')
    }
    return number / ((performance.now() - began) / 1000)
  } finally {
    connection.close()
    rmSync(folder, { recursive: true })
  }
}
