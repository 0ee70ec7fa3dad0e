import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { realPath } from '../../../lib/system/files/real-path.ts'
import { type CopyName, type Form, copyName } from './copy-name.ts'

/** Where a log is, and where copies of it may be. */
export interface LogPlace {
  readonly path: string
  /** Another folder that rotations move copies to, relative to the log's (logrotate's `olddir`). */
  readonly olddir?: string | undefined
}

/** What a rotation, or a person, left of a log. */
export interface Copy {
  readonly path: string
  readonly form: Form
  /** Whether rotations append to it, so that offsets in the log are not offsets in it. */
  readonly isArchive: boolean
  /** Whether its name contains a date or a count, as those that rotations give do. */
  readonly isNumbered: boolean
}

/** A file by its inode and, if known, its device. */
interface FileId {
  readonly device?: string
  readonly inode: string
}

/**
 * cPanel's folder of archives, one for each month: `access_log-11-2026.gz` (https://docs.cpanel.net, "cPanel Log
 * Rotation").
 */
const ARCHIVE = 'archive'

/** How many copies of a log are considered: whoever can write to its folder can make any number of files. */
const MOST_COPIES = 10_000

/**
 * The files whose names begin like a log's, in groups that were made the same way, each oldest first; groups made by
 * rotations come first. They are looked for beside the path and, if that is a link, beside what it leads to; in
 * cPanel's archive; and in the configured folder. Only their content tells whether they contain anything of the log.
 */
export function copiesOf({ path, olddir }: LogPlace): readonly (readonly Copy[])[] {
  const bases = [...new Set([path, realPath(path)])]
  const places = bases.flatMap((base) =>
    ['.', ...(olddir === undefined ? [] : [olddir]), ARCHIVE].map((place) => ({ base, place })),
  )
  const groups = places.flatMap(({ base, place }) => groupsIn(basename(base), resolve(dirname(base), place), place))
  return [...groups.filter(isOfRotation), ...groups.filter((group) => !isOfRotation(group))]
}

function isOfRotation([copy]: readonly Copy[]): boolean {
  return copy?.isNumbered === true
}

/** An uncompressed copy that is a certain file, and the newer copies of its group. */
interface CopyOfFile {
  readonly at: string
  readonly newer: readonly Copy[]
}

/** A search is repeated at most so often: whoever can write to the folder can rename files without end. */
export const MOST_SEARCHES = 8

/** The path of the uncompressed copy that is this very file, and the newer copies of its group. */
export function findCopy(log: LogPlace, file: FileId): CopyOfFile | undefined {
  let before = ''
  for (let search = 0; search < MOST_SEARCHES; search += 1) {
    const seen: string[] = []
    for (const copies of copiesOf(log)) {
      const index = copies.findIndex(({ path, form }) => form === 'plain' && isNoted(path, file, seen))
      const at = copies[index]?.path
      if (at !== undefined) return { at, newer: copies.slice(index + 1) }
    }
    const names = seen.join('\n')
    if (names === before) return undefined
    before = names
  }
  return undefined
}

/** Whether a path leads to this very file; notes what it leads to. */
function isNoted(path: string, file: FileId, seen: string[]): boolean {
  const found = idAt(path)
  seen.push(`${path}\0${found?.inode}`)
  return isSame(found, file)
}

interface Named extends CopyName {
  readonly path: string
}

function groupsIn(log: string, folder: string, place: string): Copy[][] {
  const families = Map.groupBy(namedIn(log, folder), ({ family }) => family)
  const sorted = [...families].sort(([one], [other]) => (one < other ? -1 : 1))
  return sorted.map(([, named]) => {
    // While NAME.1 is being compressed both exist, and the plain one is complete.
    const plain = new Set(named.filter(({ form }) => form === 'plain').map(({ age }) => age))
    return named
      .filter(({ form, age }) => form === 'plain' || !plain.has(age))
      .sort((a, b) => (a.age < b.age ? -1 : 1))
      .map(({ path, form, isNumbered }) => ({ path, form, isArchive: place === ARCHIVE, isNumbered }))
  })
}

function namedIn(log: string, folder: string): Named[] {
  const named = entriesOf(folder).flatMap((entry) => {
    const name = entry.isDirectory() ? undefined : copyName(log, entry.name)
    return name === undefined ? [] : [{ ...name, path: join(folder, entry.name) }]
  })
  return named.length <= MOST_COPIES ? named : newest(named)
}

/** Those modified last; empty ones only if there is room. */
function newest(named: readonly Named[]): Named[] {
  const looked = named.map((each) => ({ each, stats: lstatSync(each.path, { throwIfNoEntry: false }) }))
  const rank = ({ stats }: (typeof looked)[number]): number => (stats?.size === 0 ? 0 : (stats?.mtimeMs ?? 0))
  const sorted = looked.sort((one, other) => rank(other) - rank(one))
  return sorted.slice(0, MOST_COPIES).map(({ each }) => each)
}

/** None if the folder is missing or may not be read. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** The inode of what a path leads to; undefined if it cannot be looked at. */
export function inodeOf(path: string): string | undefined {
  return idAt(path)?.inode
}

/** Whether a path leads to this very file; false if it cannot be looked at (gone meanwhile, a loop of links). */
export function isFile(path: string, file: FileId): boolean {
  return isSame(idAt(path), file)
}

function isSame(found: FileId | undefined, { inode, device }: FileId): boolean {
  return found !== undefined && found.inode === inode && (device === undefined || found.device === device)
}

function idAt(path: string): FileId | undefined {
  try {
    const { ino, dev } = statSync(path, { bigint: true })
    return { inode: String(ino), device: String(dev) }
  } catch {
    return undefined
  }
}
