import { type Dirent, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { realPath } from '../../lib/system/files/real-path.ts'
import { isCopyName } from './search/copy-name.ts'

/**
 * So many logs of one pattern are followed: each takes 12 KiB of memory, and a part of what is saved each second.
 * Whoever can write to the folder decides how many files there are.
 */
export const MOST_LOGS = 4096

/** Whether a path stands for all logs of its folder with such names: its last part holds a `*`. */
export function isPattern(path: string): boolean {
  return basename(path).includes('*')
}

/**
 * Whether a pattern means this path: `*` is any characters, none too; a name that begins with a dot, or of a copy, is
 * not meant.
 */
export function fits(pattern: string, path: string): boolean {
  const name = basename(path)
  if (dirname(pattern) !== dirname(path) || name.startsWith('.') || isCopyName(name)) return false
  const pieces = basename(pattern).split('*')
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return name.length >= at + last.length && name.endsWith(last)
}

/** What a pattern means now. */
export interface Found {
  /** How many files there are, and how many of them are not known. */
  readonly count: number
  readonly unknown: number
  /** The first MOST_LOGS that are not, by name. */
  readonly paths: readonly string[]
}

/** How files are looked for. */
interface Search {
  /** Which files are only counted; none without this. */
  readonly isKnown?: (path: string) => boolean
  /** Ends it early. */
  readonly signal?: AbortSignal
}

/**
 * The files that a pattern means now; none where the folder is missing. Rejects with the system's error where it cannot
 * be read. Holds nobody up and takes little memory, however many names are there.
 */
export async function discover(pattern: string, { isKnown, signal }: Search = {}): Promise<Found> {
  const folder = dirname(pattern)
  let [count, unknown] = [0, 0]
  let paths: string[] = []
  try {
    for await (const entries of entriesOf(realPath(folder))) {
      if (signal?.aborted === true) break
      const meant = entries.filter((entry) => fits(pattern, join(folder, entry.name)) && isFile(folder, entry))
      const added = meant.map(({ name }) => join(folder, name)).filter((path) => isKnown?.(path) !== true)
      count += meant.length
      unknown += added.length
      paths = firstOf([...paths, ...added])
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  return { count, unknown, paths: paths.sort() }
}

function firstOf(paths: string[]): string[] {
  return paths.length > MOST_LOGS ? paths.sort().slice(0, MOST_LOGS) : paths
}

/** Of a link, what it leads to; one that leads in a circle, or where nobody may look, is none. */
function isFile(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile()
  try {
    return statSync(join(folder, entry.name)).isFile()
  } catch {
    return false
  }
}
