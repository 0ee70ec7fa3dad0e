import { constants } from 'node:fs'
import { lstat, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { GIVEN_UP } from './file-name.ts'

const COUNTER =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Counting ends here: the file of those that were given up is bounded, too. */
const MOST_GIVEN_UP = 1024 * 1024

/** The collector reads what others write by the group of the folder. */
const MODE = 0o640

/** Counts events that their writers gave up, for the collector. */
export async function countGivenUp(folder: string, count = 1): Promise<void> {
  const file = await open(join(folder, GIVEN_UP), COUNTER, MODE)
  try {
    const stats = await file.stat()
    // With another name it could be any file, written by root at the wish of the folder's owner.
    if (!stats.isFile() || stats.nlink !== 1) return
    await file.write('.'.repeat(Math.min(count, Math.max(0, MOST_GIVEN_UP - stats.size))))
  } finally {
    await file.close()
  }
}

/** How many events writers gave up since this was last asked; what they give up at this moment may be missed. */
export async function takeGivenUp(folder: string): Promise<number> {
  const path = join(folder, GIVEN_UP)
  const stats = await lstat(path).catch(ignoreMissing)
  if (stats?.isFile() !== true) return 0
  await unlink(path).catch(ignoreMissing)
  return stats.size
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}
