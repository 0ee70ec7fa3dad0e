import { type BigIntStats, statSync } from 'node:fs'
import type { Position } from '../follow/checkpoint.ts'
import { type Copy, type LogPlace, copiesOf } from '../follow/search/copies.ts'
import { formOf } from '../follow/search/copy-name.ts'

/** One file of a log's past, as it was when it was found. */
export interface PastFile {
  readonly path: string
  readonly form: Copy['form']
  readonly device: string
  readonly inode: string
  /**
   * When it was made, where the file system tells: the number of an inode that was removed is given to the next file at
   * once.
   */
  readonly born: bigint
  /** Bytes on the disk. */
  readonly size: number
  /** When it was changed last, in seconds since 1970-01-01T00:00:00Z. */
  readonly changed: number
  /** Whether it is the log itself, to which lines are added. */
  readonly isLog: boolean
  /** Only what stands before this place of it is to be read; all of it without. */
  readonly upTo?: Position
}

/**
 * The copies of a log, oldest first, and then the log itself, each file once. Of the ways to name copies cPanel's
 * archive of months comes first, and numbered ones last: they are the newest where several are in use.
 */
export function pastFiles(log: LogPlace): readonly PastFile[] {
  const [current] = found(log.path, 'plain', true)
  const groups = rotatedOf(log).toSorted((one, other) => rank(one) - rank(other))
  const copies = groups.flat().flatMap(({ path, form }) => found(path, form, false))
  const files = new Map<string, PastFile>()
  // The folder of a log may be reached in two ways, and a link be named like a copy.
  for (const file of copies) if (!isSame(file, current)) files.set(`${file.device}:${file.inode}`, file)
  return [...files.values(), ...(current === undefined ? [] : [current])]
}

/** A file that somebody named; undefined for what is none. Throws the system's error where nothing is there. */
export function pastFile(path: string): PastFile | undefined {
  const stats = statSync(path, { bigint: true })
  return stats.isFile() ? fileOf(path, formOf(path), false, stats) : undefined
}

/** Where a file is now, as a rotation may have renamed it since; undefined where it is gone. */
export function whereIs(file: PastFile, log: LogPlace): string | undefined {
  const leadsTo = (path: string): boolean => found(path, 'plain', false).some((each) => isSame(each, file))
  const places = (): string[] => [log.path, ...rotatedOf(log).flatMap((copies) => copies.map(({ path }) => path))]
  return leadsTo(file.path) ? file.path : places().find(leadsTo)
}

/** Whether two are one file. */
export function isSame(one: PastFile, other: PastFile | undefined): boolean {
  return one.device === other?.device && one.inode === other.inode && one.born === other.born
}

/** Not what somebody copied by hand: it may hold any part of the log, under other ids. */
function rotatedOf(log: LogPlace): readonly (readonly Copy[])[] {
  return copiesOf(log).filter(([copy]) => copy?.isNumbered === true)
}

function rank([copy]: readonly Copy[]): number {
  if (copy === undefined || copy.isArchive) return 0
  return /\.\d+(?:\.[a-z\d]+)?$/.test(copy.path) ? 2 : 1
}

/** None where it is gone, cannot be looked at, or is no file. */
function found(path: string, form: Copy['form'], isLog: boolean): PastFile[] {
  try {
    const stats = statSync(path, { bigint: true })
    return stats.isFile() ? [fileOf(path, form, isLog, stats)] : []
  } catch {
    return []
  }
}

function fileOf(
  path: string,
  form: Copy['form'],
  isLog: boolean,
  { dev, ino, size, mtimeMs, birthtimeNs: born }: BigIntStats,
): PastFile {
  const changed = Number(mtimeMs) / 1000
  return { path, form, device: String(dev), inode: String(ino), born, size: Number(size), changed, isLog }
}
