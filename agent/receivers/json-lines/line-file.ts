import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../../../lib/system/files/atomic-file.ts'

/** How each line begins: what does not is not ours to cut. */
const LINE_BEGIN = '{"id":"'

/** The longest line, in bytes: many times what a row takes. */
const LONGEST = 64 * 1024

/** What is wrong with the file, in words that follow its path; somebody must correct it. */
export class LineFileFault extends Error {
  override readonly name = 'LineFileFault'
}

const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Appends whole lines to a file, which it makes if it is not there; they are on the disk when this resolves. The path
 * is opened anew each time, so whatever rotates the file need tell nobody. Half a line that a crash or a full disk left
 * is removed first. Throws `LineFileFault` if the file is no file of lines, or the system's error.
 */
export async function appendLines(path: string, lines: Buffer): Promise<void> {
  const file = await open(path, FLAGS, 0o640)
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new LineFileFault('is not a file')
    const size = await wholeSize(file, stats.size)
    if (size < stats.size) await file.truncate(size)
    // What could not be written whole is removed now, or else by the next call.
    await file.appendFile(lines).catch((error: unknown) =>
      file.truncate(size).then(
        () => Promise.reject(error),
        () => Promise.reject(error),
      ),
    )
    await file.sync()
    if (size === 0) await syncFolder(dirname(path))
    // A file that is rotated is renamed, and keeps the lines; one that is removed does not.
    if ((await file.stat()).nlink === 0)
      throw Object.assign(new Error('removed while it was written'), { code: 'ESTALE' })
  } finally {
    await file.close()
  }
}

/** Up to where a file of this size holds whole lines. */
async function wholeSize(file: FileHandle, size: number): Promise<number> {
  const from = Math.max(0, size - LONGEST)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
  const end = buffer.subarray(0, bytesRead)
  const last = end.lastIndexOf(0x0a)
  const half = end.subarray(last + 1).toString()
  if (half === '') return size
  const isOurs = half.startsWith(LINE_BEGIN) || LINE_BEGIN.startsWith(half)
  if (isOurs && (last !== -1 || from === 0)) return from + last + 1
  throw new LineFileFault('ends in half a line that is not of the agent; name another file, or end that line')
}
