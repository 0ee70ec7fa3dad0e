import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DAY, dayOf } from '../../hub/store/segment-days.ts'
import { SqliteSegments } from '../../hub/store/sqlite/sqlite-segments.ts'

/** Durable inserts of rows like the hub's, into its tables, with so many in each transaction; returns rows a second. */
export function rawInserts(rows: number, milliseconds: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-raw-'))
  const connection = new DatabaseSync(join(folder, 'raw.db'))
  try {
    connection.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 10000')
    const now = Math.floor(Date.now() / 1000)
    const segments = new SqliteSegments(connection)
    segments.prepare([now, now + DAY], dayOf(now))
    const insert = connection.prepare(
      `insert into ${segments.nameFor(now)} (time, id, arrival, received, kind, context, severity, agent, mailbox, ip, fields)
       values (?, ?, 1, ?, 0, 0, 0, 1, ?, null, '{}') on conflict do nothing`,
    )
    let number = 0
    const began = performance.now()
    while (performance.now() - began < milliseconds) {
      connection.exec('begin immediate')
      for (let row = 0; row < rows; row += 1) {
        number += 1
        const id = `e${number}`.padEnd(22, '_')
        insert.run(now, id, now, `${id.slice(-3)}@example.com`)
      }
      connection.exec('commit')
    }
    return number / ((performance.now() - began) / 1000)
  } finally {
    connection.close()
    rmSync(folder, { recursive: true })
  }
}
