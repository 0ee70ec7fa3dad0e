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

/** The error as `StoreUnavailable` if what it says can pass. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return error
  const reason = error.errcode === NO_ROOM_FOR_INDEX ? 'full' : PASSING.get(error.errcode & 0xff)
  return reason === undefined ? error : new StoreUnavailable(reason, { cause: error })
}
