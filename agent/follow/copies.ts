import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { realPath } from '../system/real-path.ts'

/** What a rotation left of a log: its path, and whether it was compressed. */
export interface Copy {
  readonly path: string
  readonly form: 'plain' | 'gzip' | 'unreadable'
  /** Others may have been appended to it, so that a place in the log is not the same place in it. */
  readonly isArchive: boolean
}

/** A file by its inode and, where known, its device. */
interface FileName {
  readonly device?: string
  readonly inode: string
}

/** How copies are named, and which of two names is the older. */
interface Scheme {
  /** Seen from the log's folder. */
  readonly folder: '.' | 'archive'
  readonly pattern: RegExp
  /** Greater for the newer. */
  readonly age: (match: RegExpExecArray) => string
}

const FORM = String.raw`(\.gz|\.xz|\.zst|\.bz2)?$`

/**
 * `NAME.1` (the higher, the older) and `NAME-20261121` or `NAME-20261121-033000`, as logrotate names them; and cPanel's own, one
 * for each month: `archive/access_log-11-2026.gz` (https://docs.cpanel.net, "cPanel Log Rotation").
 */
const SCHEMES: readonly Scheme[] = [
  {
    folder: '.',
    pattern: new RegExp(String.raw`^\.(\d{1,6})${FORM}`),
    age: ([, number]) => String(1e6 - Number(number)).padStart(7, '0'),
  },
  { folder: '.', pattern: new RegExp(String.raw`^-(\d{8}(?:-?\d{4,10})?)${FORM}`), age: ([, date = '']) => date },
  { folder: 'archive', pattern: /^-(\d{2})-(\d{4})(\.gz)$/, age: ([, month, year]) => `${year}-${month}` },
]

/** Whether a file has a name that a rotation gives to copies, of whichever log. */
export function isCopyName(name: string): boolean {
  return /\.(?:\d{1,6}|gz|xz|zst|bz2)$|-\d{8}(?:-?\d{4,10})?$/.test(name)
}

/**
 * The copies of a log by the scheme of their names, each group oldest first. They stand beside the path or, where that is a
 * link, beside what it leads to. Other files that begin with its name are none of ours.
 */
export function copiesOf(path: string): readonly (readonly Copy[])[] {
  const bases = [...new Set([path, realPath(path)])]
  return bases.flatMap((base) => SCHEMES.map((scheme) => group(base, scheme)))
}

/** The plain copy that is a file, by its inode and, where known, its device; and those of its group that are newer. */
export function findCopy(
  path: string,
  file: FileName,
): { readonly at: string; readonly newer: readonly Copy[] } | undefined {
  for (const copies of copiesOf(path)) {
    const index = copies.findIndex((copy) => copy.form === 'plain' && isFile(copy.path, file))
    const at = copies[index]?.path
    if (at !== undefined) return { at, newer: copies.slice(index + 1) }
  }
  return undefined
}

function group(base: string, { folder: place, pattern, age }: Scheme): Copy[] {
  const name = basename(base)
  const folder = join(dirname(base), place)
  const isArchive = place === 'archive'
  const found = namesIn(folder)
    .filter((entry) => entry.startsWith(name))
    .map((entry) => ({ path: join(folder, entry), match: pattern.exec(entry.slice(name.length)) }))
    .flatMap(({ path, match }) => (match === null ? [] : [{ path, age: age(match), form: formOf(path) }]))
  // While NAME.1 is being compressed both are there, and the plain one is whole.
  const plain = new Set(found.filter(({ form }) => form === 'plain').map(({ age }) => age))
  return found
    .filter(({ form, age }) => form === 'plain' || !plain.has(age))
    .sort((a, b) => (a.age < b.age ? -1 : 1))
    .map(({ path, form }) => ({ path, form, isArchive }))
}

/** How a file is to be read, by the end of its name. */
export function formOf(path: string): Copy['form'] {
  if (path.endsWith('.gz')) return 'gzip'
  return /\.(?:xz|zst|bz2)$/.test(path) ? 'unreadable' : 'plain'
}

/** Without the right or the folder to look there are none. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Whether a path leads to that file. One that cannot be looked at (gone meanwhile, a loop of links) is none of ours. */
export function isFile(path: string, { inode, device }: FileName): boolean {
  try {
    const stats = statSync(path, { bigint: true })
    return String(stats.ino) === inode && (device === undefined || String(stats.dev) === device)
  } catch {
    return false
  }
}
