import type { Stats } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { shellWord } from '../../text/shell-word.ts'
import { ActionNeeded, codeOf } from '../errors.ts'

/**
 * Makes a folder of mode 0700 where it is missing, with those above it, and refuses one that others could change or
 * read: what stands in it is trusted later.
 */
export async function ensurePrivateFolder(path: string): Promise<void> {
  const stats = await make(path)
    .then(() => stat(path))
    .catch((error: Error) => {
      throw new ActionNeeded(
        `${path}: this folder cannot be made (${error.message}); make it for the user that runs the agent.`,
      )
    })
  const fault = privateFolderFault(path, stats)
  if (fault !== undefined) throw new ActionNeeded(`${path}: ${fault}`)
}

/** Why a folder that is there is refused, in words that follow its path and a colon. */
export function privateFolderFault(path: string, stats: Stats): string | undefined {
  if (!stats.isDirectory()) return 'this is no folder; remove it, or correct the path.'
  const { uid, mode } = stats
  const user = process.geteuid?.()
  if (uid !== user) {
    // A folder that root took from the services would stop them.
    const remedy = user === 0 ? 'run this as that user' : `type: chown ${user} ${shellWord(path)}`
    return `this folder belongs to user ${uid}, not to the user that runs the agent; ${remedy}`
  }
  if ((mode & 0o077) === 0) return undefined
  return `others can read or change this folder; if it is for the agent alone, type: chmod 700 ${shellWord(path)}`
}

/**
 * Not `recursive`, with which Node 24 tries for ever where a folder is there but none can be made in it, as in /proc.
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
