import { chmod, chown, lstat, mkdir, rm } from 'node:fs/promises'
import { codeOf } from '../../../lib/system/errors.ts'
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
