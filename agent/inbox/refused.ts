import { lstat, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'

/** How many refused files to keep for a person to look at. */
const MOST_KEPT = 100

/** What became of a file that is not an event. */
export type Disposal = 'kept' | 'removed' | 'left'

/**
 * Takes a file that is not an event out of an inbox: moves it into the folder `refused` while that holds few, otherwise
 * removes it. Leaves what it cannot take away, such as a folder.
 */
export async function setAside(file: string, name: string, refused: string): Promise<Disposal> {
  try {
    const isKept = (await countIn(refused)) < MOST_KEPT && (await lstat(file)).isFile()
    if (!isKept) return await remove(file)
    await rename(file, join(refused, name))
    return 'kept'
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'removed'
    // An inbox beside the spool may be on another file system.
    return codeOf(error) === 'EXDEV' ? await remove(file) : 'left'
  }
}

function remove(file: string): Promise<Disposal> {
  return unlink(file).then(
    () => 'removed',
    () => 'left',
  )
}

async function countIn(folder: string): Promise<number> {
  let count = 0
  for await (const entries of entriesOf(folder)) {
    count += entries.length
    if (count >= MOST_KEPT) break
  }
  return count
}
