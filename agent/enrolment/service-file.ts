import { chown, mkdir } from 'node:fs/promises'
import { ActionNeeded, codeOf } from '../../lib/system/errors.ts'
import type { Rights } from '../../lib/system/files/atomic-file.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/**
 * Owner and mode of a file for the services; `group` is theirs, if this process may give it. Only root can give a file
 * to their group, who may read and not change it.
 */
export function rightsFor(group: number | undefined): Rights {
  return group === undefined ? { mode: 0o600 } : { mode: 0o640, uid: 0, gid: group }
}

/** Makes a folder for such files unless it is there. */
export async function makeServiceFolder(path: string, group: number | undefined): Promise<void> {
  if (isPresent(path)) return
  await mkdir(path, { recursive: true, mode: group === undefined ? 0o700 : 0o750 })
  if (group !== undefined) await chown(path, 0, group)
}

/** Writes, and throws `ActionNeeded` with the path and what to do if the system refuses that. */
export async function writtenInWords(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    const path = error instanceof Error && 'path' in error ? `${String(error.path)}: ` : ''
    const remedy = /^(?:EACCES|EPERM)$/.test(code) ? 'run this as root' : 'mend that, then run this again'
    throw new ActionNeeded(plainText(`${path}this cannot be written (${code}); ${remedy}.`), undefined, {
      cause: error,
    })
  }
}
