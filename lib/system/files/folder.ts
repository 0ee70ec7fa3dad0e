import type { Stats } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { shellWord } from '../../text/shell-word.ts'
import { ActionNeeded, codeOf } from '../errors.ts'

/**
 * Creates a folder of mode 0700, with its parents, if it is missing. Refuses one that others can read or change,
 * because its content is trusted later.
 */
export async function ensurePrivateFolder(path: string): Promise<void> {
  const stats = await make(path)
    .then(() => stat(path))
    .catch((error: Error) => {
      throw new ActionNeeded(
        `${path}: this folder cannot be created (${error.message}); create it for the user that runs the agent.`,
      )
    })
  const fault = privateFolderFault(path, stats)
  if (fault !== undefined) throw new ActionNeeded(`${path}: ${fault}`)
}

/** Why an existing folder is refused, in words that follow its path and a colon; undefined if it is fine. */
export function privateFolderFault(path: string, stats: Stats): string | undefined {
  if (!stats.isDirectory()) return 'this is not a folder; remove it, or correct the path.'
  const { uid, mode } = stats
  const user = process.geteuid?.()
  if (uid !== user) {
    // If root took this folder over, the services could no longer use it.
    const remedy = user === 0 ? 'run this as that user' : `type: chown ${user} ${shellWord(path)}`
    return `this folder belongs to user ${uid}, not to the user that runs the agent; ${remedy}`
  }
  if ((mode & 0o077) === 0) return undefined
  return `others can read or change this folder; if only the agent uses it, type: chmod 700 ${shellWord(path)}`
}

/**
 * Does not use `recursive`, with which Node 24 retries for ever where the folder exists but nothing can be created in
 * it, as in /proc.
 */
async function make(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    const parent = dirname(path)
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error
    await make(parent)
    await mkdir(path, { mode: 0o700 }).catch((again: unknown) => {
      if (codeOf(again) !== 'EEXIST') throw again
    })
  }
}
