import { statSync } from 'node:fs'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, isSameFile, tryRead } from '../files/open-file.ts'
import { type Copy, type LogPlace, findCopy } from './copies.ts'

/** How many copies of one log are open at once, roughly: whoever can write to its folder can make thousands. */
export const MOST_OPEN_COPIES = 8

/** Files that came to a path and left it between two looks, oldest first. */
export interface MissedFiles {
  readonly files: readonly LogFile[]
  /** Those that have to wait until these are read. */
  readonly later: readonly Copy[]
}

/**
 * Opens the files that were at a path after the last of `files` (oldest first) and before the current one: the copies
 * that rotations made after it. If the last one has no name any more, the one before it tells. Undefined if the names
 * of the copies do not tell.
 */
export function openMissedFiles(log: LogPlace, files: readonly OpenFile[], current: LogFile): MissedFiles | undefined {
  for (const file of files.toReversed()) {
    const missed = openFilesAfter(log, file, [...files, current])
    // A file whose content was replaced is known by a copy of it only.
    const isReplaced = (file instanceof LogFile && file.isRestarted) || tryRead(file) === 'rewritten'
    if (missed !== undefined || file.isLinked() || isReplaced) return missed
  }
  return undefined
}

/**
 * Starts again if a rotation moves the copies meanwhile. Undefined if `last` is not a plain copy, or some of the newer
 * ones are compressed or cannot be read.
 */
function openFilesAfter(log: LogPlace, last: OpenFile, followed: readonly OpenFile[]): MissedFiles | undefined {
  const rotated = findCopy(log, last)
  if (rotated === undefined || rotated.newer.some(({ form }) => form !== 'plain')) return undefined
  const filled = withoutEmpty(rotated.newer)
  const copies = filled.slice(0, MOST_OPEN_COPIES)
  const opened: ReturnType<typeof LogFile.tryOpen>[] = []
  try {
    for (const copy of copies) opened.push(LogFile.tryOpen(copy.path))
  } catch (error) {
    for (const file of opened) if (typeof file !== 'string') file.close()
    throw error
  }
  const files = opened.filter((file) => typeof file !== 'string')
  const isStable = findCopy(log, last)?.at === rotated.at
  const isReadable = !opened.includes('unreadable')
  // The path may be a link to the newest of them.
  const missed = files.filter((file) => isStable && isReadable && !followed.some((each) => isSameFile(each, file)))
  for (const file of files) if (!missed.includes(file)) file.close()
  if (!isStable) return openFilesAfter(log, last, followed)
  return isReadable ? { files: missed, later: filled.slice(copies.length) } : undefined
}

/** If there are many copies, leaves out the empty ones, but for the newest, which may still be written to. */
function withoutEmpty(newer: readonly Copy[]): readonly Copy[] {
  if (newer.length <= MOST_OPEN_COPIES) return newer
  return newer.filter(({ path }, index) => index === newer.length - 1 || sizeOf(path) > 0)
}

/** In bytes; Infinity if it cannot be looked at, so that the copy is not left out. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return Infinity
  }
}
