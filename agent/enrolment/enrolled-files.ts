import { rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { syncFolder, writeAtomically, writeSynced } from '../../lib/system/files/atomic-file.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { DEFAULT_INCLUDE_FOLDER } from '../config/usual-paths.ts'
import { makeServiceFolder, rightsFor, writtenInWords } from './service-file.ts'

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
  await writtenInWords(async () => {
    for (const file of [files.secret, files.settings]) await makeServiceFolder(dirname(file), group)
    await writeSynced(pendingSecret(files), `${secret}\n`, rightsFor(group))
  })
}

/**
 * Writes the settings, then takes the secret into use that they name: if it ends in between, the secret still waits for
 * the next try, which the hub gives the same answer. Throws `ActionNeeded` if that fails.
 */
export async function takeIntoUse(files: EnrolledFiles, settings: string, group: number | undefined): Promise<void> {
  await writtenInWords(async () => {
    await writeAtomically(files.settings, settings, rightsFor(group))
    await rename(pendingSecret(files), files.secret)
    await syncFolder(dirname(files.secret))
  })
}
