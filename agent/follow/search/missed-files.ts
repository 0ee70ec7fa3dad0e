import { statSync } from 'node:fs'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, isSameFile, tryRead } from '../files/open-file.ts'
import { type Copy, type LogPlace, findCopy } from './copies.ts'

/** So many copies of one log are held open at once, or little more: whoever may write to its folder makes thousands. */
export const MOST_OPEN_COPIES = 8

/**
 * Files that came and went at a path between two looks, oldest first; more of them than these where not all are open.
 */
export interface Newer {
  readonly files: readonly LogFile[]
  readonly areAll: boolean
}

/**
 * Opens the files that came and went at a path between the last of `files`, oldest first, and the one that is there
 * now: those that a rotation put before it. Of a last one without a name nothing tells but those before it. Undefined
 * where the names of the copies do not tell.
 */
export function openBetween(log: LogPlace, files: readonly OpenFile[], current: LogFile): Newer | undefined {
  for (const file of files.toReversed()) {
    const newer = openNewer(log, file, [...files, current])
    // One whose content was replaced is known by a copy of it alone.
    const isReplaced = (file instanceof LogFile && file.isAnew) || tryRead(file) === 'rewritten'
    if (newer !== undefined || file.isLinked() || isReplaced) return newer
  }
  return undefined
}

/**
 * Looks again where they were moved meanwhile. Undefined where `last` is no plain copy, or some are compressed or
 * cannot be read.
 */
function openNewer(log: LogPlace, last: OpenFile, followed: readonly OpenFile[]): Newer | undefined {
  const rotated = findCopy(log, last)
  if (rotated === undefined || rotated.newer.some(({ form }) => form !== 'plain')) return undefined
  const filled = filledOf(rotated.newer)
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
  // The path may lead to the newest of them by a link.
  const newer = files.filter((file) => isStable && isReadable && !followed.some((each) => isSameFile(each, file)))
  for (const file of files) if (!newer.includes(file)) file.close()
  if (!isStable) return openNewer(log, last, followed)
  return isReadable ? { files: newer, areAll: copies.length === filled.length } : undefined
}

/** Without the empty ones where there are many; of these the newest alone may still be written to. */
function filledOf(newer: readonly Copy[]): readonly Copy[] {
  if (newer.length <= MOST_OPEN_COPIES) return newer
  return newer.filter(({ path }, index) => index === newer.length - 1 || sizeOf(path) > 0)
}

/** In bytes; infinite where nobody may look, so that it is not passed over. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return Infinity
  }
}
