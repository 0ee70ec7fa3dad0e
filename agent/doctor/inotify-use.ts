import { readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'

/** What one user has of inotify, in all of his processes. */
export interface InotifyUse {
  readonly watches: number
  readonly instances: number
}

/** More descriptors than this are not looked at. */
const MOST = 100_000

/** One of the limits in /proc/sys/fs/inotify (inotify(7)); undefined where there is none. */
export function inotifyLimit(file: string): number | undefined {
  try {
    return Number(readRegularFileSync(file).text) || undefined
  } catch {
    return undefined
  }
}

/**
 * Counts what a user has, from the descriptors of his processes on the host below `root` (proc_pid_fdinfo(5)).
 * Undefined where one of them may not be looked at.
 */
export async function inotifyUse(root: string, user: number, signal: AbortSignal): Promise<InotifyUse | undefined> {
  const folder = join(root, 'proc')
  let [watches, instances, seen] = [0, 0, 0]
  for (const pid of await namesIn(folder, MOST)) {
    if (signal.aborted || seen > MOST) return undefined
    if (!/^\d+$/.test(pid) || ownerOf(join(folder, pid)) !== user) continue
    let names: readonly string[]
    try {
      names = await namesIn(join(folder, pid, 'fd'), MOST)
    } catch {
      if (ownerOf(join(folder, pid)) === undefined) continue
      return undefined
    }
    seen += names.length
    const counts = names.map((name) => watchesOf(join(folder, pid), name)).filter((count) => count !== undefined)
    instances += counts.length
    watches += counts.reduce((sum, count) => sum + count, 0)
  }
  return { watches, instances }
}

/** How many watches a descriptor has; undefined if it is none of inotify. */
function watchesOf(process: string, descriptor: string): number | undefined {
  try {
    if (!readlinkSync(join(process, 'fd', descriptor)).endsWith('anon_inode:inotify')) return undefined
    const { text } = readRegularFileSync(join(process, 'fdinfo', descriptor))
    return text.split('\n').filter((line) => line.startsWith('inotify wd:')).length
  } catch {
    // It was closed since.
    return undefined
  }
}

function ownerOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.uid
}

async function namesIn(folder: string, most: number): Promise<readonly string[]> {
  const names: string[] = []
  for await (const entries of entriesOf(folder)) {
    names.push(...entries.map(({ name }) => name))
    if (names.length >= most) break
  }
  return names
}
