import { chownSync, lchownSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { entriesIn, inFolder, statsOf } from '../../lib/system/files/held-folder.ts'
import type { User } from '../../lib/system/users/passwd.ts'
import { legacyOrder } from '../spool/reports/legacy-file.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { SPOOL } from './migrated-host.ts'

/** How many events App::Spoor left in the spool of the host. */
export interface OldSpool {
  /** Waiting to be sent. */
  readonly waiting: number
  /** Given up after the first failure, as App::Spoor does. */
  readonly failed: number
}

/** The folders of a spool that App::Spoor has, too. */
function oldFolders(root: string): { readonly [folder in 'root' | 'parsed' | 'failed' | 'transmitted']: string } {
  return spoolFolders(join(root, SPOOL))
}

/** Counts what App::Spoor left. */
export function oldSpool(root: string): OldSpool {
  const { parsed, failed } = oldFolders(root)
  return { waiting: legacyFilesIn(parsed), failed: legacyFilesIn(failed) }
}

/** Whether something that is waiting or failed is not this user's, who could then neither send nor move it. */
export function isOthersSpool(root: string, { uid }: User): boolean {
  const { root: top, parsed, failed } = oldFolders(root)
  return [top, parsed, failed].some((folder) => {
    const stats = statsOf(folder)
    if (stats === undefined) return false
    return stats.uid !== uid || (folder !== top && hasOthersFile(folder, uid))
  })
}

/**
 * Gives a user the spool's folder, those that App::Spoor had in it, and the files in these. Links are left alone, and
 * files with a second name elsewhere: with them somebody who may write here would be given what is not his.
 */
export function giveSpool(root: string, user: User): void {
  const { root: top, parsed, failed, transmitted } = oldFolders(root)
  inFolder(top, (held) => chownSync(`${held}/.`, user.uid, user.gid))
  for (const folder of [parsed, failed, transmitted]) {
    inFolder(folder, (held) => {
      chownSync(`${held}/.`, user.uid, user.gid)
      for (const { name } of entriesIn(held)) {
        const stats = statsOf(`${held}/${name}`)
        if (isGiven(stats) && (stats.uid !== user.uid || stats.gid !== user.gid))
          lchownSync(`${held}/${name}`, user.uid, user.gid)
      }
    })
  }
}

/** A report of ours that has its second name in `sealed` has been the agent's user's from the beginning. */
function isGiven(stats: Stats | undefined): stats is Stats {
  return stats?.isFile() === true && stats.nlink === 1
}

function hasOthersFile(folder: string, uid: number): boolean {
  const has = inFolder(folder, (held) => {
    for (const { name } of entriesIn(held)) {
      const stats = statsOf(`${held}/${name}`)
      if (isGiven(stats) && stats.uid !== uid) return true
    }
    return false
  })
  return has === true
}

function legacyFilesIn(folder: string): number {
  const count = inFolder(folder, (held) => {
    let files = 0
    for (const { name } of entriesIn(held)) if (legacyOrder(name) !== undefined) files += 1
    return files
  })
  return count ?? 0
}
