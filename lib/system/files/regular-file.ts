import { type Stats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { codeOf } from '../errors.ts'

/** Upper bound of a file's size, in bytes; nothing that the agent writes comes near it. */
const LARGEST_FILE = 64 * 1024 * 1024

/** Without O_NONBLOCK, opening a FIFO would wait for a writer for ever. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** What is wrong with a file, in words that follow "it"; undefined if nothing is. */
type Fault = (stats: Stats) => string | undefined

/** Which files may be read, and how much of them. */
interface Bounds {
  readonly fault?: Fault
  /** Most bytes to read. */
  readonly most?: number
  /** Follow a link: a person named the file. */
  readonly follow?: boolean
}

/**
 * Reads one of the agent's files as text. Throws if it is a link, a folder, a FIFO or too large (even if it only grows
 * while it is read), or if `fault` finds something else wrong with it.
 */
export async function readRegularFile(path: string, bounds: Bounds = {}): Promise<string> {
  return (await readRegularBytes(path, bounds)).toString()
}

/** The same as bytes. */
export async function readRegularBytes(path: string, bounds: Bounds = {}): Promise<Buffer> {
  const file = await open(path, flagsOf(bounds)).catch((error: unknown) => {
    throw inWords(error, bounds)
  })
  try {
    const most = bounds.most ?? LARGEST_FILE
    return await contentOf(file, checkedSize(await file.stat(), bounds), most)
  } finally {
    await file.close()
  }
}

/**
 * Like `readRegularFile`, but synchronous, for commands that read a million files: it takes a tenth of the time.
 * `latin1` gives one character for each byte.
 */
export function readRegularFileSync(
  path: string,
  bounds: Bounds = {},
  encoding: 'utf8' | 'latin1' = 'utf8',
): { readonly text: string; readonly stats: Stats } {
  const file = openedSync(path, bounds)
  try {
    const stats = fstatSync(file)
    const most = bounds.most ?? LARGEST_FILE
    return { text: contentOfSync(file, checkedSize(stats, bounds), most).toString(encoding), stats }
  } finally {
    closeSync(file)
  }
}

function openedSync(path: string, bounds: Bounds): number {
  try {
    return openSync(path, flagsOf(bounds))
  } catch (error) {
    throw inWords(error, bounds)
  }
}

/** O_NOFOLLOW gives ELOOP for a link, the code that otherwise means a loop of links. */
function inWords(error: unknown, { follow = false }: Bounds): unknown {
  return !follow && codeOf(error) === 'ELOOP' ? new Error('it is a link', { cause: error }) : error
}

function flagsOf({ follow = false }: Bounds): number {
  return follow ? FLAGS & ~constants.O_NOFOLLOW : FLAGS
}

function checkedSize(stats: Stats, { fault, most = LARGEST_FILE }: Bounds): number {
  const problem = stats.isFile() ? fault?.(stats) : 'is no regular file'
  if (problem !== undefined) throw new Error(`it ${problem}`)
  if (stats.size > most) throw new Error(`it has ${stats.size} bytes`)
  return stats.size
}

async function contentOf(file: FileHandle, size: number, most: number): Promise<Buffer> {
  let buffer = Buffer.allocUnsafe(size + 1)
  for (let length = 0; ; buffer = roomier(buffer, length, most)) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length)
    length += bytesRead
    if (bytesRead === 0) return buffer.subarray(0, length)
  }
}

function contentOfSync(file: number, size: number, most: number): Buffer {
  let buffer = Buffer.allocUnsafe(size + 1)
  for (let length = 0; ; buffer = roomier(buffer, length, most)) {
    const bytesRead = readSync(file, buffer, length, buffer.length - length, null)
    length += bytesRead
    if (bytesRead === 0) return buffer.subarray(0, length)
  }
}

/** A buffer with room after `length` bytes. The size from fstat is not trusted: somebody may be writing to the file. */
function roomier(buffer: Buffer<ArrayBuffer>, length: number, most: number): Buffer<ArrayBuffer> {
  if (length > most) throw new Error(`it has more than ${most} bytes`)
  return length < buffer.length ? buffer : Buffer.concat([buffer], Math.min(2 * length, most) + 1)
}
