import type { Position } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import type { OpenFile } from '../files/open-file.ts'
import { fingerprintOf } from '../fingerprint/fingerprint.ts'
import { type Copy, inodeOf } from './copies.ts'

/** A position whose content is no longer where it was. */
export interface Lost {
  readonly position: Position
  /** The file that it was in, if that has another content now; it is open at its beginning. */
  readonly file?: LogFile
  /** Otherwise the open file that follows what is wanted; without either, all open files follow it. */
  readonly next?: OpenFile
  /** Whether the rest of the content is wanted, or only newer copies, because the rest is read from an open file. */
  readonly wanted: 'rest' | 'newer copies'
  /** Where the content ended, Infinity if further than read; undefined if nobody has looked since it was read. */
  readonly end?: number
  /**
   * The next position of the checkpoint. Every file between the two was finished, so no newer copy is wanted: what
   * follows the next one is found from there. Unset if that one is gone.
   */
  readonly followedBy?: Position
}

/** The open file that follows what is wanted; undefined if all do. */
export function nextOf({ file, next }: Lost): OpenFile | undefined {
  return file ?? next
}

/** The open file that may contain the position at another offset: its own, or one of which nothing has been read. */
export function candidateOf({ file, next, wanted }: Lost): LogFile | undefined {
  if (wanted === 'newer copies') return undefined
  return file ?? (next instanceof LogFile && next.position.offset === 0 ? next : undefined)
}

/**
 * Stands for copies (oldest first) that are opened once others have been read: the beginning of the oldest, which has
 * this generation.
 */
export function deferred([oldest]: readonly Copy[], generation: string, lost: Lost): Lost | undefined {
  const inode = oldest && inodeOf(oldest.path)
  if (inode === undefined) return undefined
  const seam = fingerprintOf(Buffer.alloc(0))
  const position: Position = { inode, generation, offset: 0, skipping: false, seam, waits: true }
  const next = lost.next ?? lost.file
  return { position, wanted: 'rest', ...(next === undefined ? {} : { next }) }
}
