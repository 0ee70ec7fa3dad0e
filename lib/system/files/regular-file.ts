import { type Stats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { codeOf } from '../errors.ts'

/** Nothing that the agent writes comes near, in bytes. */
const LARGEST_FILE = 64 * 1024 * 1024

/** A FIFO's open would wait for a writer for ever. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** What is wrong with a file, in words that follow "it"; undefined where nothing is. */
type Fault = (stats: Stats) => string | undefined

/** What may be read. */
interface Bounds {
  readonly fault?: Fault
  /** Bytes that are read at most. */
  readonly most?: number
  /** A person named the file, and may have named a link. */
  readonly follow?: boolean
}

/**
 * The text of a file that should be one of the agent's. Throws where it is a link, a folder, a FIFO or too large, if
 * only by growing meanwhile, and where `fault` names what else is wrong with it.
 */
export async function readRegularFile(path: string, bounds: Bounds = {}): Promise<string> {
  const file = await open(path, flagsOf(bounds)).catch((error: unknown) => {
    throw inWords(error, bounds)
  })
  try {
    const most = bounds.most ?? LARGEST_FILE
    return (await contentOf(file, checkedSize(await file.stat(), bounds), most)).toString()
  } finally {
    await file.close()
  }
}

/**
 * The same at once, for commands that read a million of them: a tenth of the time; `latin1` for one character for each
 * byte.
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

/** The system says of a link what it says of one that leads in a circle. */
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

/** A buffer with room behind so many bytes; what its size said is not believed, somebody may be writing. */
function roomier(buffer: Buffer<ArrayBuffer>, length: number, most: number): Buffer<ArrayBuffer> {
  if (length > most) throw new Error(`it has more than ${most} bytes`)
  return length < buffer.length ? buffer : Buffer.concat([buffer], Math.min(2 * length, most) + 1)
}
