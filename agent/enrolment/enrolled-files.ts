import { chown, mkdir, rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ActionNeeded, codeOf } from '../../lib/system/errors.ts'
import { type Rights, syncFolder, writeAtomically, writeSynced } from '../../lib/system/files/atomic-file.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { DEFAULT_INCLUDE_FOLDER } from '../config/usual-paths.ts'

/** What `enrol` writes: the file of the configuration that names the hub, and its secret. */
export interface EnrolledFiles {
  readonly settings: string
  readonly secret: string
}

/** Where they are, beside the configuration. */
export function enrolledFiles(config: string): EnrolledFiles {
  const folder = dirname(resolve(config))
  return {
    settings: join(folder, DEFAULT_INCLUDE_FOLDER, 'hub.yml'),
    // The units hide this folder from the process that reads the logs.
    secret: join(folder, 'private', 'hub_secret'),
  }
}

/** Whether this server was enrolled before. */
export function isEnrolled({ settings, secret }: EnrolledFiles): boolean {
  return isPresent(settings) && isPresent(secret)
}

/** A secret that no hub has confirmed. */
export function pendingSecret({ secret }: EnrolledFiles): string {
  return `${secret}.new`
}

/**
 * Puts a secret where it can be taken into use later, and so shows that it can be written at all before a token is
 * used; `group` is that of the services, if this process may give it. Throws `ActionNeeded` if it cannot be written.
 */
export async function writePending(files: EnrolledFiles, secret: string, group: number | undefined): Promise<void> {
  await inWords(async () => {
    for (const file of [files.secret, files.settings]) await makeFolder(dirname(file), group)
    await writeSynced(pendingSecret(files), `${secret}\n`, rightsFor(group))
  })
}

/** Takes the secret into use, then the settings that name it. Throws `ActionNeeded` if that fails. */
export async function takeIntoUse(files: EnrolledFiles, settings: string, group: number | undefined): Promise<void> {
  await inWords(async () => {
    await rename(pendingSecret(files), files.secret)
    await syncFolder(dirname(files.secret))
    await writeAtomically(files.settings, settings, rightsFor(group))
  })
}

/** Only root can give a file to the group of the services, who may read and not change it. */
function rightsFor(group: number | undefined): Rights {
  return group === undefined ? { mode: 0o600 } : { mode: 0o640, uid: 0, gid: group }
}

async function makeFolder(path: string, group: number | undefined): Promise<void> {
  if (isPresent(path)) return
  await mkdir(path, { mode: group === undefined ? 0o700 : 0o750 })
  if (group !== undefined) await chown(path, 0, group)
}

async function inWords(write: () => Promise<void>): Promise<void> {
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
