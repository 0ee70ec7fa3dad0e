import { type Stats, lstatSync, readlinkSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import type { SpoolFolders } from '../spool-folders.ts'

/**
 * The path of the file with the content of a report in one of the API's folders: the sealed report that its link points
 * to, or the entry itself, as App::Spoor and versions before 0.2 left it. Throws for a link that points elsewhere.
 */
export function fileOf({ sealed }: SpoolFolders, folder: string, name: string): string {
  const path = join(folder, name)
  const target = targetAt(path)
  if (target === undefined) return path
  if (target !== targetOf(sealed, name)) throw new Error('it is a link')
  return join(sealed, name)
}

/** Whether a folder of the API has a link of that name that points to the sealed report of the same name. */
export function isLinkToReport(sealed: string, folder: string, name: string): boolean {
  return targetAt(join(folder, name)) === targetOf(sealed, name)
}

/** The stats of that file, or of the link itself if it points elsewhere; undefined if the file no longer exists. */
export function statsOf(folders: SpoolFolders, folder: string, name: string): Stats | undefined {
  let file = join(folder, name)
  try {
    file = fileOf(folders, folder, name)
  } catch (error) {
    if (codeOf(error) !== undefined) throw error
  }
  return lstatSync(file, { throwIfNoEntry: false })
}

/** Queues a sealed report for the API. Not synced: the next start restores a link lost in a crash (`linkUnlinked`). */
export async function linkReport({ sealed, parsed }: SpoolFolders, name: string): Promise<void> {
  try {
    await symlink(targetOf(sealed, name), join(parsed, name))
  } catch (error) {
    // After a power cut the link of a lost report may still exist.
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

function targetOf(sealed: string, name: string): string {
  return `../${basename(sealed)}/${name}`
}

function targetAt(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch (error) {
    // EINVAL: not a link (readlink(2)).
    if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOENT') throw error
    return undefined
  }
}
