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
  /** When it was created, if the file system tells: the inode number of a removed file may be reused at once. */
  readonly born: bigint
  /** Bytes on the disk. */
  readonly size: number
  /** When it was last modified, in seconds since 1970-01-01T00:00:00Z. */
  readonly changed: number
  /** Whether it is the log itself, to which lines are still added. */
  readonly isLog: boolean
  /** Only what is before this position is to be read; all of it without one. */
  readonly upTo?: Position
}

/**
 * The copies of a log, oldest first, then the log itself, each file once. If copies are named in several ways, cPanel's
 * monthly archives come first and numbered copies last: they are the newest.
 */
export function pastFiles(log: LogPlace): readonly PastFile[] {
  const [current] = found(log.path, 'plain', true)
  const groups = rotatedOf(log).toSorted((one, other) => rank(one) - rank(other))
  const copies = groups.flat().flatMap(({ path, form }) => found(path, form, false))
  const files = new Map<string, PastFile>()
  // A folder may be reached in two ways, and a link to the log may be named like a copy.
  for (const file of copies) if (!isSame(file, current)) files.set(`${file.device}:${file.inode}`, file)
  return [...files.values(), ...(current === undefined ? [] : [current])]
}

/** A file that a person named; undefined if it is not a regular file. Throws the system's error if it is missing. */
export function pastFile(path: string): PastFile | undefined {
  const stats = statSync(path, { bigint: true })
  return stats.isFile() ? fileOf(path, formOf(path), false, stats) : undefined
}

/** The path of a file now: a rotation may have renamed it since; undefined if it is gone. */
export function currentPath(file: PastFile, log: LogPlace): string | undefined {
  const leadsTo = (path: string): boolean => found(path, 'plain', false).some((each) => isSame(each, file))
  const paths = (): string[] => [log.path, ...rotatedOf(log).flatMap((copies) => copies.map(({ path }) => path))]
  return leadsTo(file.path) ? file.path : paths().find(leadsTo)
}

/** Whether both are the same file. */
export function isSame(one: PastFile, other: PastFile | undefined): boolean {
  return one.device === other?.device && one.inode === other.inode && one.born === other.born
}

/** Without copies made by hand: they may contain any part of the log, under other ids. */
function rotatedOf(log: LogPlace): readonly (readonly Copy[])[] {
  return copiesOf(log).filter(([copy]) => copy?.isNumbered === true)
}

function rank([copy]: readonly Copy[]): number {
  if (copy === undefined || copy.isArchive) return 0
  return /\.\d+(?:\.[a-z\d]+)?$/.test(copy.path) ? 2 : 1
}

/** None if it is gone, cannot be looked at, or is not a regular file. */
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
