import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { realPath } from '../../../lib/system/files/real-path.ts'
import { type CopyName, type Form, copyName } from './copy-name.ts'

/** Where a log stands, and where copies of it do. */
export interface LogPlace {
  readonly path: string
  /** Another folder that rotations move copies to, seen from the log's (logrotate's `olddir`). */
  readonly olddir?: string | undefined
}

/** What a rotation, or a person, left of a log: its path, and whether it was compressed. */
export interface Copy {
  readonly path: string
  readonly form: Form
  /** Others may have been appended to it, so that a place in the log is not the same place in it. */
  readonly isArchive: boolean
  /** Whether its name holds a date or a count, as those of rotations do. */
  readonly isNumbered: boolean
}

/** A file by its inode and, where known, its device. */
interface FileName {
  readonly device?: string
  readonly inode: string
}

/**
 * cPanel's folder of archives, one for each month: `access_log-11-2026.gz` (https://docs.cpanel.net, "cPanel Log
 * Rotation").
 */
const ARCHIVE = 'archive'

/** Of so many files that begin like a log some are looked at: whoever may write to its folder makes any number. */
const MOST_COPIES = 10_000

/**
 * The files whose names begin like a log's, each group made in one way and oldest first: those of rotations first. They
 * stand beside the path or, where that is a link, beside what it leads to; in cPanel's archive; and where the
 * configuration says. Whether they hold anything of the log, their content tells.
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

/** The plain copy that is a file, by its inode and, where known, its device; and those of its group that are newer. */
export function findCopy(
  log: LogPlace,
  file: FileName,
): { readonly at: string; readonly newer: readonly Copy[] } | undefined {
  for (const copies of copiesOf(log)) {
    const index = copies.findIndex((copy) => copy.form === 'plain' && isFile(copy.path, file))
    const at = copies[index]?.path
    if (at !== undefined) return { at, newer: copies.slice(index + 1) }
  }
  return undefined
}

interface Named extends CopyName {
  readonly path: string
}

function groupsIn(log: string, folder: string, place: string): Copy[][] {
  const families = Map.groupBy(namedIn(log, folder), ({ family }) => family)
  const sorted = [...families].sort(([one], [other]) => (one < other ? -1 : 1))
  return sorted.map(([, named]) => {
    // While NAME.1 is being compressed both are there, and the plain one is whole.
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

/** Those that hold anything first, and of these those that were changed last. */
function newest(named: readonly Named[]): Named[] {
  const looked = named.map((each) => ({ each, stats: lstatSync(each.path, { throwIfNoEntry: false }) }))
  const rank = ({ stats }: (typeof looked)[number]): number => (stats?.size === 0 ? 0 : (stats?.mtimeMs ?? 0))
  const sorted = looked.sort((one, other) => rank(other) - rank(one))
  return sorted.slice(0, MOST_COPIES).map(({ each }) => each)
}

/** Without the right or the folder to look there are none. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** The inode of what a path leads to; undefined where it cannot be looked at. */
export function inodeOf(path: string): string | undefined {
  try {
    return String(statSync(path, { bigint: true }).ino)
  } catch {
    return undefined
  }
}

/**
 * Whether a path leads to that file. One that cannot be looked at (gone meanwhile, a loop of links) is none of ours.
 */
export function isFile(path: string, { inode, device }: FileName): boolean {
  try {
    const stats = statSync(path, { bigint: true })
    return String(stats.ino) === inode && (device === undefined || String(stats.dev) === device)
  } catch {
    return false
  }
}
