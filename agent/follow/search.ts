import type { Position } from './checkpoint.ts'
import { type Copy, copiesOf } from './copies.ts'
import { GzipFile } from './gzip-file.ts'
import { LogFile } from './log-file.ts'
import type { OpenFile } from './open-file.ts'

/** Where the bytes after a position are: in a copy, with newer copies behind it, oldest first; not whole yet; or nowhere. */
export type Found =
  | { readonly file: OpenFile; readonly copy: Copy; readonly newer: readonly Copy[] }
  | 'unfinished'
  | { readonly unreadable: readonly string[] }

/**
 * Looks among the copies of a log for the one that holds the bytes before a position, and so those after it. The content
 * decides, never the name. Copies in `taken` are read already: neither they nor those newer than them are given.
 */
export async function findInCopies(path: string, position: Position, taken: ReadonlySet<string>): Promise<Found> {
  const unreadable: string[] = []
  // At the beginning of a file there is nothing before the position to know its copy by.
  if (position.seam.length === 0) return { unreadable }
  for (const copies of copiesOf(path)) {
    for (const [index, copy] of [...copies.entries()].toReversed()) {
      if (copy.form === 'unreadable') unreadable.push(copy.path)
      const file = await openCopy(copy, position)
      if (file === 'unfinished') return file
      if (file === undefined) continue
      const newer = copies.slice(index + 1)
      const end = newer.findIndex((each) => taken.has(each.path))
      return { file, copy, newer: end === -1 ? newer : newer.slice(0, end) }
    }
  }
  return { unreadable }
}

/** Opens copies at their beginnings; those that cannot be read are left out. All or, where one is being written, none. */
export async function openCopies(copies: readonly Copy[]): Promise<readonly OpenFile[] | 'unfinished'> {
  const opened = await Promise.all(copies.map((copy) => openCopy(copy)))
  const files = opened.filter((each) => each !== undefined && each !== 'unfinished')
  if (!opened.includes('unfinished')) return files
  for (const file of files) file.close()
  return 'unfinished'
}

/** Opens a copy where a position stands in it, or without one at its beginning; undefined where that is not to be had. */
async function openCopy(copy: Copy, position?: Position): Promise<OpenFile | 'unfinished' | undefined> {
  if (copy.form === 'unreadable') return undefined
  if (copy.form === 'plain') return openPlain(copy.path, position)
  const file = await GzipFile.open(copy.path, position, { anywhere: copy.isArchive })
  return file === 'foreign' ? undefined : file
}

function openPlain(path: string, position: Position | undefined): LogFile | undefined {
  try {
    const file = LogFile.open(path)
    if (position === undefined || file.resume(position)) return file
    file.close()
  } catch {
    // Gone, or not to be read: as good as not there.
  }
  return undefined
}
