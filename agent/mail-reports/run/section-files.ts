import { chown, lstat, mkdir, rm } from 'node:fs/promises'
import { codeOf } from '../../../lib/system/errors.ts'
import type { User } from '../../../lib/system/users/passwd.ts'
import { type ReportPlaces, sectionFiles } from '../places.ts'

/** Makes the folder of a section, closed to all but its user (this process's own if undefined); returns its files. */
export async function openSectionFolder(
  places: ReportPlaces,
  id: string,
  user: User | undefined,
): Promise<ReturnType<typeof sectionFiles>> {
  const files = sectionFiles(places, id)
  await mkdir(files.folder, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  if (user !== undefined) await chown(files.folder, user.uid, user.gid)
  // Of a run that was never sealed.
  await rm(files.next, { force: true })
  return files
}

/** Whether a section saved something. */
export async function hasSaved({ next }: { readonly next: string }): Promise<boolean> {
  return lstat(next).then(
    (found) => found.isFile(),
    () => false,
  )
}
