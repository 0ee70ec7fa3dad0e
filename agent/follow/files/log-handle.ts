import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/**
 * How whatever stands among somebody's logs is opened. Without O_NONBLOCK the open of a FIFO would wait for a writer
 * for ever, and four such opens would hold up all that Node asks the system for; that of a file with a lease (fcntl(2))
 * for up to 45 s.
 */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK

/** Opens a file; rejects with the system's error, ENODATA for what is no regular file. */
export async function openLog(path: string): Promise<FileHandle> {
  const handle = await open(path, FLAGS)
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw notRegular(path)
}

/** The same at once; the descriptor. */
export function openLogSync(path: string): number {
  const descriptor = openSync(path, FLAGS)
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  throw notRegular(path)
}

function notRegular(path: string): Error {
  return Object.assign(new Error(`${path} is no regular file`), { code: 'ENODATA' })
}
