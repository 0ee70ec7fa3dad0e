import { type Dirent, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { realPath } from '../../lib/system/files/real-path.ts'
import { isCopyName } from './search/copy-name.ts'

/**
 * How many logs of one pattern are followed: each takes 12 KiB of memory, and a part of what is saved each second.
 * Whoever can write to the folder decides how many files there are.
 */
export const MOST_LOGS = 4096

/** Whether a path is a pattern: its last part contains a `*`. */
export function isPattern(path: string): boolean {
  return basename(path).includes('*')
}

/**
 * Whether a pattern matches a path: `*` stands for any characters, or none; names of copies, and names that begin with
 * a dot, never match.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  return dirname(pattern) === dirname(path) && nameMatcher(pattern)(basename(path))
}

/** Whether the last part of a pattern matches a name, for many of them. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const pieces = basename(pattern).split('*')
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  const inner = pieces.slice(1, -1)
  return (name) => {
    if (name.startsWith('.') || !name.startsWith(first) || isCopyName(name)) return false
    let at = first.length
    for (const piece of inner) {
      const found = name.indexOf(piece, at)
      if (found === -1) return false
      at = found + piece.length
    }
    return name.length >= at + last.length && name.endsWith(last)
  }
}

/** What a pattern matches now. */
export interface MatchedLogs {
  /** How many files there are, and how many of them are unknown. */
  readonly count: number
  readonly unknown: number
  /** The first MOST_LOGS of the unknown ones, by name. */
  readonly paths: readonly string[]
}

/** How to look for files. */
interface Search {
  /** Which files are known, and only counted; none by default. */
  readonly isKnown?: (path: string) => boolean
  /** Names of files that are not meant; none by default. */
  readonly excludes?: RegExp | undefined
  /** Ends the search early. */
  readonly signal?: AbortSignal
}

/**
 * The files that a pattern matches now; none if the folder is missing. Rejects with the system's error if it cannot be
 * read. However many names there are, it takes little memory and lets other work run.
 */
export async function discover(pattern: string, { isKnown, excludes, signal }: Search = {}): Promise<MatchedLogs> {
  const folder = dirname(pattern)
  const matches = nameMatcher(pattern)
  const begin = join(folder, 'x').slice(0, -1)
  let [count, unknown] = [0, 0]
  let paths: string[] = []
  try {
    for await (const entries of entriesOf(realPath(folder))) {
      if (signal?.aborted === true) break
      const matching = entries.filter(
        (entry) => matches(entry.name) && excludes?.test(entry.name) !== true && isFile(folder, entry),
      )
      const added = matching.map(({ name }) => begin + name).filter((path) => isKnown?.(path) !== true)
      count += matching.length
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

/** Whether an entry is a file, or a link to one; false for a link that leads in a circle or cannot be followed. */
function isFile(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile()
  try {
    return statSync(join(folder, entry.name)).isFile()
  } catch {
    return false
  }
}
