import { ActionNeeded } from '../../../lib/system/errors.ts'
import { StoreUnavailable, type Unavailability } from '../store.ts'

/** SQLite's primary result codes for what can pass (https://www.sqlite.org/rescode.html): busy, locked, I/O, full. */
const PASSING: ReadonlyMap<number, Unavailability> = new Map([
  [5, 'busy'],
  [6, 'busy'],
  [10, 'away'],
  [13, 'full'],
])

/** SQLITE_IOERR_SHMSIZE: the index of the write-ahead log cannot grow, as the disk is full. */
const NO_ROOM_FOR_INDEX = 4874

/** A damaged file, and one that is no database. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26])

/** An error of the database in a file: `StoreUnavailable` if it can pass, `ActionNeeded` if the file is damaged. */
export function asUnavailable(error: unknown, file: string): unknown {
  if (isDamage(error)) return new ActionNeeded(damaged(file, error), undefined, { cause: error })
  const code = codeOfSqlite(error)
  const reason = code === NO_ROOM_FOR_INDEX ? 'full' : PASSING.get(code & 0xff)
  return reason === undefined ? error : new StoreUnavailable(reason, { cause: error })
}

/** Whether an error says that a file is damaged. */
export function isDamage(error: unknown): error is Error {
  return DAMAGED.has(codeOfSqlite(error) & 0xff)
}

function damaged(file: string, { message }: Error): string {
  return `${file}: the store is damaged (${message}); stop the hub, and put a backup in its place: spoor-hub restore --replace FILE`
}

/** 0 if it is no error of SQLite. */
function codeOfSqlite(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0
}
