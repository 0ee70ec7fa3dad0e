import { codeOf } from '../../../lib/system/errors.ts'
import type { Position } from '../checkpoint.ts'

/** The longest line, with its newline, that is kept whole, in bytes; also how much is read at once. */
export const LONGEST_LINE = 256 * 1024

/**
 * What a read found: unread bytes (valid until the next read of any file), none, or another content before the offset.
 */
export type Read = { readonly bytes: Buffer } | 'end' | 'rewritten'

/** The content of one file, or one of several in an archive, that is being read, and where reading stands. */
export interface Content {
  readonly offset: number
  /** Whether the offset stands inside a line that is too long. */
  readonly skipping: boolean
  /** Names the content by its first line; asked for when there is a complete one. */
  readonly generation: string
  /** Makes the next bytes ready to be read; undefined where they always are. */
  fill(): Promise<void> | undefined
  /** The bytes at the offset, at most LONGEST_LINE. */
  read(): Read
  /** Passes over bytes of the last read; `skipping`: the line they belong to goes on and is too long. */
  advance(bytes: number, skipping: boolean): void
  /**
   * Passes over NULs at the offset but for the last few, of as many as are quickly told to be there; where that is of
   * use.
   */
  leap?(): void
}

/** A file that is being read. */
export interface OpenFile extends Content {
  readonly device: string
  readonly inode: string
  /** Where reading stands, to be saved. */
  readonly position: Position
  /** How many bytes the content has. */
  size(): number
  /** Whether the file has a name left in any folder. */
  isLinked(): boolean
  close(): void
}

/** Reads; `failing` where the system says that it cannot be read now: nothing is known of the content then. */
export function tryRead(file: Pick<OpenFile, 'read'>): Read | 'failing' {
  try {
    return file.read()
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return 'failing'
  }
}

/**
 * Why a file could not be opened: there is none, it cannot be read, or what is there is a pipe, a folder or a device.
 */
export type NotOpened = 'absent' | 'unreadable' | 'foreign'

const ABSENT: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR'])

/** What the process may lack for now; that says nothing of the file. */
const SHORTAGES: ReadonlySet<string | undefined> = new Set(['EMFILE', 'ENFILE', 'ENOMEM'])

/** What the failure of an open says of the file; throws the error again where it says nothing. */
export function whyNotOpened(error: unknown): NotOpened {
  const code = codeOf(error)
  if (code === undefined || SHORTAGES.has(code)) throw error
  if (code === 'ENODATA') return 'foreign'
  return ABSENT.has(code) ? 'absent' : 'unreadable'
}

/** Whether two handles lead to one file. */
export function isSameFile(
  one: Pick<OpenFile, 'device' | 'inode'>,
  other: Pick<OpenFile, 'device' | 'inode'>,
): boolean {
  return one.device === other.device && one.inode === other.inode
}
