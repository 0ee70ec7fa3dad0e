import type { DatabaseSync } from 'node:sqlite'
import type { Scrubbed } from '../store.ts'

/** Pages that are overwritten in one transaction: 4 MiB. */
const PIECE = 1024

/** Bytes of a page that a large value fills: SQLite's default size, less the number of the next page. */
const CONTENT = 4092

/**
 * Overwrites some of the pages that deleted rows and dropped segments gave back: takes them for zeros, 4 MiB at a time,
 * and gives them back when none is left. Then the log is emptied, unless somebody reads an older state from it.
 */
export function overwriteFreePages(connection: DatabaseSync): Scrubbed {
  const free = Number(connection.prepare('pragma freelist_count').get()?.['freelist_count'])
  if (free > 0) {
    connection.exec('begin immediate; create table if not exists erased_space (content blob not null) strict')
    connection.prepare('insert into erased_space values (zeroblob(?))').run(Math.min(free, PIECE) * CONTENT)
    connection.exec('commit')
    return 'more'
  }
  connection.exec('drop table if exists erased_space')
  const { busy } = connection.prepare('pragma wal_checkpoint(truncate)').get() ?? {}
  return busy === 0 ? 'done' : 'partly'
}
