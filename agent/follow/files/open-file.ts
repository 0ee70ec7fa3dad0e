import { codeOf } from '../../../lib/system/errors.ts'
import type { Position } from '../checkpoint.ts'

/**
 * What a read returned: unread bytes (valid until the next read of any file), `end` if there are none, or `rewritten`
 * if the bytes before the offset are no longer those that were read.
 */
export type Read = { readonly bytes: Buffer } | 'end' | 'rewritten'

/** The content of a file, or of one member of an archive, and where reading stands in it. */
export interface Content {
  readonly offset: number
  /** Whether the offset is inside a line that is too long. */
  readonly skipping: boolean
  /** A digest of its first line. To be asked for once that is complete. */
  readonly generation: string
  /** Gets the next bytes ready for `read`; undefined if they always are. */
  fill(): Promise<void> | undefined
  /** The bytes at the offset, at most LONGEST_LINE. */
  read(): Read
  /** Moves over bytes of the last read; `skipping`: they end inside a line that is too long. */
  advance(bytes: number, skipping: boolean): void
  /** Moves over the NULs at the offset, but for the last few; in bounded time, so perhaps not over all of them. */
  leap?(): void
}

/** A file that is being read. */
export interface OpenFile extends Content {
  readonly device: string
  readonly inode: string
  /** The position to save. */
  readonly position: Position
  /** The size of the content, in bytes. */
  size(): number
  /** Whether the file has a name left in any folder. */
  isLinked(): boolean
  close(): void
}

/** Reads; `failing` if the system reports an error: then nothing is known of the content. */
export function tryRead(file: Pick<OpenFile, 'read'>): Read | 'failing' {
  try {
    return file.read()
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return 'failing'
  }
}

/** Why a file could not be opened: it does not exist, it cannot be read, or it is a pipe, a folder or a device. */
export type NotOpened = 'absent' | 'unreadable' | 'foreign'

const ABSENT: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR'])

/** What the process may be short of; these say nothing about the file. */
const SHORTAGES: ReadonlySet<string | undefined> = new Set(['EMFILE', 'ENFILE', 'ENOMEM'])

/** What a failed open says about the file; throws the error again if it says nothing. */
export function whyNotOpened(error: unknown): NotOpened {
  const code = codeOf(error)
  if (code === undefined || SHORTAGES.has(code)) throw error
  if (code === 'ENODATA') return 'foreign'
  return ABSENT.has(code) ? 'absent' : 'unreadable'
}

/** Whether two handles are of the same file. */
export function isSameFile(
  one: Pick<OpenFile, 'device' | 'inode'>,
  other: Pick<OpenFile, 'device' | 'inode'>,
): boolean {
  return one.device === other.device && one.inode === other.inode
}
