import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** How much of the end of a log is looked at, unless somebody asks for more. */
const BYTES = 65_536

const NEWLINE = 0x0a

/** Whole lines at the end of a file. */
export interface LastLines {
  readonly bytes: Buffer
  /** Where they begin in the file. */
  readonly offset: number
}

/**
 * The last whole lines of a file, at most `most` bytes, or 64 KiB. Rejects with the system's error if it cannot be
 * read.
 */
export async function lastLines(path: string, most: number = BYTES): Promise<LastLines> {
  // A named pipe must not make it wait.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = await file.stat()
    if (!stats.isFile()) return { bytes: Buffer.alloc(0), offset: 0 }
    const from = Math.max(0, stats.size - most)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, from)
    const read = buffer.subarray(0, bytesRead)
    const begin = from === 0 ? 0 : read.indexOf(NEWLINE) + 1
    return { bytes: read.subarray(begin, read.lastIndexOf(NEWLINE) + 1), offset: from + begin }
  } finally {
    await file.close()
  }
}
