import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { debugLog } from '../../debug/debug-log.ts'
import { debugNotices } from '../../debug/debug-notices.ts'

/**
 * Flags for opening whatever is found among a user's logs. Without O_NONBLOCK, opening a FIFO would wait for a writer
 * for ever, and four such opens would occupy Node's whole thread pool; opening a file with a lease (fcntl(2)) could
 * take 45 s.
 */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK

/** Opens a file; rejects with the system's error, ENODATA for anything but a regular file. */
export async function openLog(path: string): Promise<FileHandle> {
  const handle = await open(path, FLAGS)
  debugLog.note('follow', () => debugNotices.fileOpened(path))
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw notRegular(path)
}

/** The same, synchronously; returns the descriptor. */
export function openLogSync(path: string): number {
  const descriptor = openSync(path, FLAGS)
  debugLog.note('follow', () => debugNotices.fileOpened(path))
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  throw notRegular(path)
}

function notRegular(path: string): Error {
  return Object.assign(new Error(`${path} is not a regular file`), { code: 'ENODATA' })
}
