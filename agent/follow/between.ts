import { findCopy } from './copies.ts'
import { LogFile } from './log-file.ts'
import { type OpenFile, isSameFile } from './open-file.ts'

/**
 * Opens the files that came and went at a path between two looks, oldest first: those that a rotation put before `last`. Looks
 * again where they were moved meanwhile. Undefined where their names do not tell: `last` is not among the plain copies, or some
 * are compressed or cannot be read.
 */
export function openNewer(path: string, last: OpenFile, followed: readonly OpenFile[]): readonly LogFile[] | undefined {
  const rotated = findCopy(path, last)
  if (rotated === undefined || rotated.newer.some(({ form }) => form !== 'plain')) return undefined
  const opened = rotated.newer.map((copy) => LogFile.tryOpen(copy.path))
  const files = opened.filter((file) => typeof file !== 'string')
  const isStable = findCopy(path, last)?.at === rotated.at
  const isReadable = !opened.includes('unreadable')
  // The path may lead to the newest of them by a link.
  const newer = files.filter((file) => isStable && isReadable && !followed.some((each) => isSameFile(each, file)))
  for (const file of files) if (!newer.includes(file)) file.close()
  if (!isStable) return openNewer(path, last, followed)
  return isReadable ? newer : undefined
}
