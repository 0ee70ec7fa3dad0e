import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { asUnavailable } from './sqlite-availability.ts'

/** How long a connection waits for a writer in another process, in milliseconds. */
const PATIENCE = 5000

/** The database file in the folder of an embedded store. */
export function databaseFile(folder: string): string {
  return join(folder, 'hub.db')
}

/** Tells the file of a database from one that takes its place; undefined if there is none. */
export function identityOf(folder: string): string | undefined {
  try {
    const { dev, ino } = statSync(databaseFile(folder), { bigint: true })
    return `${dev} ${ino}`
  } catch {
    return undefined
  }
}

/** Bytes of the database and of its write-ahead log. */
export function sizeOfDatabase(folder: string): number {
  const file = databaseFile(folder)
  return [file, `${file}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)
}

/**
 * Opens the database of an embedded store; to write, it makes the folder and the file if they are missing. Throws
 * `ActionNeeded` if the file is damaged.
 */
export function openSqlite(folder: string, readOnly: boolean): DatabaseSync {
  const file = databaseFile(folder)
  if (!readOnly) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const connection = new DatabaseSync(file, { readOnly, timeout: PATIENCE })
  try {
    setUp(connection, readOnly)
    return connection
  } catch (error) {
    connection.close()
    throw asUnavailable(error, file)
  }
}

function setUp(connection: DatabaseSync, readOnly: boolean): void {
  // A checkpoint for each 40 MB, so that pages that many rows touch are written once; no larger log stays afterwards.
  // Deleted rows are overwritten in pages that are written anyway; `scrub` does so in those that were given back.
  if (!readOnly)
    connection.exec(
      `pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 10000;
       pragma journal_size_limit = 67108864; pragma secure_delete = fast`,
    )
  // In KiB: what a usual transaction changes should fit into the writer's; the kernel caches for both.
  connection.exec(`pragma cache_size = ${readOnly ? -2048 : -6144}; pragma foreign_keys = on`)
}
