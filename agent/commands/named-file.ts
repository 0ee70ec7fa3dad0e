import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { ActionNeeded, codeOf } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/**
 * Never blocks: an open or a read that waits for the writer of a pipe would keep the process from ending, even after
 * SIGTERM.
 */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK

/** Size of one read, in bytes. */
const PIECE = 64 * 1024

/** Pause before an empty pipe is read again, in milliseconds. */
const PAUSE = 20

/**
 * Reads a file or a pipe that a person named. Throws the system's error, `AbortError`, and `ActionNeeded` if nobody
 * writes to the pipe.
 */
export async function* contentOf(file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const handle = await open(file, FLAGS)
  try {
    let isEmpty = true
    for (;;) {
      const piece = await pieceOf(handle)
      if (piece?.length === 0) break
      if (piece === undefined) await setTimeout(PAUSE, undefined, { signal })
      else yield piece
      isEmpty = false
    }
    if (isEmpty && (await handle.stat()).isFIFO())
      throw new ActionNeeded(`${plainText(file)}: nobody writes to this pipe`)
  } finally {
    await handle.close()
  }
}

/** The next bytes: none at the end, undefined if more may come. */
async function pieceOf(handle: FileHandle): Promise<Buffer | undefined> {
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(PIECE), 0, PIECE)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined
    throw error
  }
}
