import type { Stats } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ActionNeeded, codeOf } from '../../lib/system/errors.ts'
import { syncFolder, writeSynced } from '../../lib/system/files/atomic-file.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'

/** A file of the host; its text has one character for each byte, so that what is foreign in it stays as it is. */
export interface HostFile {
  readonly text: string
  readonly stats: Stats
}

/**
 * A file as it is, or undefined if there is none. Throws `ActionNeeded` if something other than a file is there.
 */
export function readHostFile(path: string): HostFile | undefined {
  try {
    return readRegularFileSync(path, undefined, 'latin1')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return undefined
    throw new ActionNeeded(
      code === 'EACCES'
        ? `${path}: this user may not read it; run this as root.`
        : `${path}: this is no file of the kind cPanel uses (${code ?? 'no regular file'}), so nothing was changed; see what it is, and remove it.`,
    )
  }
}

/**
 * The temporary name of a file: hidden, and clearly ours, which a mere `.tmp` would not be.
 */
export function unfinished(path: string): string {
  return join(dirname(path), '.spoor-agent.tmp')
}

/**
 * Replaces the file at a path, whole or not at all, keeping owner and mode; a new file is root's and readable by all.
 * chkservd and WHM take no lock: what WHM saves in the milliseconds between reading and this is lost.
 */
export async function writeHostFile(path: string, text: string, before: HostFile | undefined): Promise<void> {
  const temporary = unfinished(path)
  await writeSynced(temporary, Buffer.from(text, 'latin1'), before?.stats ?? { mode: 0o644 })
  await rename(temporary, path)
  await syncFolder(dirname(path))
}
