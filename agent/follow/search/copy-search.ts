import { setImmediate } from 'node:timers/promises'
import type { Position } from '../checkpoint.ts'
import { GzipFile } from '../files/gzip-file.ts'
import { LogFile } from '../files/log-file.ts'
import { type NotOpened, type OpenFile, whyNotOpened } from '../files/open-file.ts'
import { type Copy, type LogPlace, copiesOf, isFile } from './copies.ts'
import { asSeen } from './seen-files.ts'

/** Why a copy is not read: it has another content, it is still being written, or it cannot be read. */
type NotRead = 'foreign' | 'unfinished' | 'unreadable'

/** After this many copies, other sources run first. */
const LOOKS_IN_A_ROW = 64

/** Where the bytes after a position are: in a copy, perhaps in one that is still being written, or nowhere. */
export type CopySearchResult = FoundCopy | 'unfinished' | NotFound

/** A copy, open at the position. */
export interface FoundCopy {
  readonly file: OpenFile
  readonly copy: Copy
  /** The newer copies of its group, oldest first. */
  readonly newer: readonly Copy[]
}

/** The paths of the copies that were searched in vain, and of those that cannot be read. */
export interface NotFound {
  readonly foreign: readonly string[]
  readonly unreadable: readonly string[]
}

/** Whether a rotation may still be at work on a copy that is cut short, or gone since it was listed. */
export type IsChanging = (path: string) => boolean

/**
 * Searches the copies of a log for the one that contains the bytes before a position, and so those after it. The
 * content decides, never the name; but a copy made by hand may end anywhere, so it counts only if no rotation made one,
 * and of several the longest counts. `taken` are files being read already: neither they nor newer copies are returned,
 * whatever names a rotation gives them meanwhile.
 */
export async function findInCopies(
  log: LogPlace,
  position: Position,
  taken: readonly Pick<OpenFile, 'inode'>[],
  isChanging: IsChanging,
  signal?: AbortSignal,
): Promise<CopySearchResult> {
  const [foreign, unreadable]: [string[], string[]] = [[], []]
  let [longest, looked]: [FoundCopy | undefined, number] = [undefined, 0]
  for (const copies of copiesOf(log)) {
    for (const [index, copy] of [...copies.entries()].toReversed()) {
      looked += 1
      if (looked % LOOKS_IN_A_ROW === 0) await setImmediate()
      const file = await openAt(copy, isChanging, position, signal)
      if (typeof file === 'string') {
        if (file === 'unreadable') unreadable.push(copy.path)
        if (file === 'foreign') foreign.push(copy.path)
        if (file !== 'unfinished') continue
        longest?.file.close()
        return file
      }
      const newer = copies.slice(index + 1)
      const end = newer.findIndex((each) => taken.some((file) => isFile(each.path, file)))
      const found = { file, copy, newer: end === -1 ? newer : newer.slice(0, end) }
      if (copy.isNumbered) return found
      longest = longer(longest, found)
    }
  }
  return longest ?? { foreign, unreadable }
}

function longer(one: FoundCopy | undefined, other: FoundCopy): FoundCopy {
  if (one === undefined) return other
  const [longer, shorter] = one.file.size() < other.file.size() ? [other, one] : [one, other]
  shorter.file.close()
  return longer
}

/** Opens copies at their beginnings, and lists those that cannot be read; opens none if one is still being written. */
export async function openCopies(
  copies: readonly Copy[],
  isChanging: IsChanging,
  signal?: AbortSignal,
): Promise<{ readonly files: readonly OpenFile[]; readonly unreadable: readonly string[] } | 'unfinished'> {
  const files: OpenFile[] = []
  const unreadable: string[] = []
  for (const copy of copies) {
    const file = await openCopy(copy, isChanging, undefined, signal)
    if (typeof file !== 'string') files.push(file)
    else if (file === 'unreadable') unreadable.push(copy.path)
    else if (file === 'unfinished') {
      for (const each of files) each.close()
      return file
    }
  }
  return { files, unreadable }
}

/** The generation of a copy, so that another file with its inode is not taken for it; '' if that cannot be told now. */
export async function generationIn(copy: Copy, isChanging: IsChanging, signal?: AbortSignal): Promise<string> {
  const file = await openCopy(copy, isChanging, undefined, signal)
  if (typeof file === 'string') return ''
  try {
    return asSeen(file).generation
  } finally {
    file.close()
  }
}

/**
 * Opens a copy at a position. A position at the beginning has no bytes before it to recognise the copy by; its inode
 * and first line, known from a previous search, have to do.
 */
async function openAt(
  copy: Copy,
  isChanging: IsChanging,
  position: Position,
  signal?: AbortSignal,
): Promise<OpenFile | NotRead> {
  if (position.seam.length > 0) return openCopy(copy, isChanging, position, signal)
  if (!isFile(copy.path, position)) return 'foreign'
  const file = await openCopy(copy, isChanging, undefined, signal)
  if (typeof file === 'string' || position.generation === '' || file.generation === position.generation) return file
  file.close()
  return 'foreign'
}

/** Opens a copy at a position or, without one, at its beginning. */
async function openCopy(
  { path, form, isArchive }: Copy,
  isChanging: IsChanging,
  position?: Position,
  signal?: AbortSignal,
): Promise<OpenFile | NotRead> {
  if (form === 'unreadable') return form
  const file =
    form === 'plain' ? openPlain(path, position) : await GzipFile.open(path, position, { anywhere: isArchive, signal })
  if (file !== 'cut short' && file !== 'absent') return file
  if (isChanging(path)) return 'unfinished'
  return file === 'cut short' ? 'unreadable' : 'foreign'
}

function openPlain(path: string, position: Position | undefined): LogFile | NotOpened | 'foreign' {
  const file = LogFile.tryOpen(path)
  if (typeof file === 'string' || position === undefined) return file
  let reason: NotOpened | 'foreign' = 'foreign'
  try {
    if (file.resume(position)) return file
  } catch (error) {
    reason = whyNotOpened(error)
  }
  file.close()
  return reason
}
