import { type Stats, lstatSync, readlinkSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import type { SpoolFolders } from '../spool-folders.ts'

/**
 * The file that holds the report of a name in one of the API's folders: the sealed report that a link leads to, or what
 * stands there itself, as App::Spoor and versions before 0.2 left it. Throws for a link that leads elsewhere.
 */
export function fileOf({ sealed }: SpoolFolders, folder: string, name: string): string {
  const path = join(folder, name)
  const target = targetAt(path)
  if (target === undefined) return path
  if (target !== targetOf(sealed, name)) throw new Error('it is a link')
  return join(sealed, name)
}

/** Whether there is a link of that name in a folder of the API, and it leads to the sealed report of its name. */
export function isLinkToReport(sealed: string, folder: string, name: string): boolean {
  return targetAt(join(folder, name)) === targetOf(sealed, name)
}

/** What that file is, or what stands there where it is a link that leads elsewhere; undefined where it is gone. */
export function statsOf(folders: SpoolFolders, folder: string, name: string): Stats | undefined {
  let file = join(folder, name)
  try {
    file = fileOf(folders, folder, name)
  } catch (error) {
    if (codeOf(error) !== undefined) throw error
  }
  return lstatSync(file, { throwIfNoEntry: false })
}

/**
 * Puts a sealed report among those that wait for the API. Not synced: a start makes what a crash took away
 * (`linkUnlinked`).
 */
export async function linkReport({ sealed, parsed }: SpoolFolders, name: string): Promise<void> {
  try {
    await symlink(targetOf(sealed, name), join(parsed, name))
  } catch (error) {
    // After a power cut the link of a report that was lost may still be there.
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
    // EINVAL: it is no link (readlink(2)).
    if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOENT') throw error
    return undefined
  }
}
