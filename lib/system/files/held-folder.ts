import { type Dirent, type Stats, closeSync, constants, lstatSync, openSync, opendirSync, readlinkSync } from 'node:fs'
import { codeOf } from '../errors.ts'

const FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** There is no such folder, something else is in its place, or it is closed to this user. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EACCES'])

/**
 * Holds a folder open while `work` works with it, under a path that leads to it whatever is moved meanwhile, so that no
 * link on the way is followed; undefined where there is no folder that this user may list. Throws the system's error.
 */
export function inFolder<T>(path: string, work: (held: string) => T): T | undefined {
  const folder = opened(path)
  if (folder === undefined) return undefined
  try {
    return work(`/proc/self/fd/${folder}`)
  } finally {
    closeSync(folder)
  }
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, FLAGS)
  } catch (error) {
    if (ABSENT.has(codeOf(error) ?? '')) return undefined
    throw error
  }
}

/** What is in a folder that is held open, one by one: whoever stops reads no more of it. */
export function* entriesIn(held: string): Generator<Dirent, void, void> {
  const folder = opendirSync(`${held}/.`)
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) yield entry
  } finally {
    folder.closeSync()
  }
}

/** What stands at a path, a link itself; undefined where nothing does, or this user may not see it. */
export function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (ABSENT.has(codeOf(error) ?? '')) return undefined
    throw error
  }
}

/** What a link says, which is not followed; undefined if it is none any more. */
export function textOfLink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EINVAL') return undefined
    throw error
  }
}
