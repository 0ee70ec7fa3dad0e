import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import type { User } from '../../../lib/system/users/passwd.ts'
import { type ReportPlaces, sectionFiles } from '../places.ts'

/**
 * Makes the folder of a section, closed to all but this process and the user as whom the section runs, if that is
 * another; returns its files. It stays this process's: root without CAP_DAC_OVERRIDE could not move files elsewhere.
 */
export async function openSectionFolder(
  places: ReportPlaces,
  id: string,
  user: User | undefined,
): Promise<ReturnType<typeof sectionFiles>> {
  const files = sectionFiles(places, id)
  await mkdir(files.folder, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  if (user !== undefined) await chown(files.folder, process.geteuid?.() ?? 0, user.gid)
  await chmod(files.folder, user === undefined ? 0o700 : 0o770)
  return files
}

/**
 * Removes from a section's folder what runs left that were never sealed. Returns the name of the file in which a run
 * saves: one of its own, as the process of a section may outlive a run that was killed, and save later.
 */
export async function emptied(folder: string): Promise<string> {
  for await (const entries of entriesOf(folder))
    for (const { name } of entries) {
      if (!name.startsWith('next-')) continue
      await rm(join(folder, name), { force: true }).catch((error: unknown) => {
        // A folder there is the doing of the section's user. It stays: what is in it may change while it is removed.
        if (!['ERR_FS_EISDIR', 'EISDIR'].includes(codeOf(error) ?? '')) throw error
      })
    }
  return `next-${randomBytes(8).toString('hex')}`
}

/** Whether a section saved something in this file. */
export async function hasSaved(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
