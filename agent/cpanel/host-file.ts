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
 * A file as it is, or undefined where there is none. Throws `ActionNeeded` where something else than a file stands
 * there.
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
        : `${path}: this is not a file as cPanel has them (${code ?? 'no regular file'}), so nothing was changed; see what it is, and remove it.`,
    )
  }
}

/**
 * Under what name a file is written: hidden, and by its name nobody else's, as one that ends in `.tmp` alone might be.
 */
export function unfinished(path: string): string {
  return join(dirname(path), '.spoor-agent.tmp')
}

/**
 * Puts `text` under a path, whole or not at all, with owner and mode of what stands there; a new file is root's, for
 * all to read. chkservd and WHM take no lock that could be waited for: what WHM saves in the milliseconds between
 * reading and this is lost.
 */
export async function writeHostFile(path: string, text: string, before: HostFile | undefined): Promise<void> {
  const temporary = unfinished(path)
  await writeSynced(temporary, Buffer.from(text, 'latin1'), before?.stats ?? { mode: 0o644 })
  await rename(temporary, path)
  await syncFolder(dirname(path))
}
