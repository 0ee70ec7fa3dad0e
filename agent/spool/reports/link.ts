import { linkSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import type { SpoolFolders } from '../spool-folders.ts'

/**
 * Queues a sealed report for the API, as a second name of its file: that takes no inode, which is what costs when a
 * file is made. Not synced: the next start restores a link lost in a crash (`linkUnlinked`).
 */
export function linkReport({ sealed, parsed }: SpoolFolders, name: string): void {
  try {
    linkSync(join(sealed, name), join(parsed, name))
  } catch (error) {
    // It is queued already.
    if (codeOf(error) !== 'EEXIST') throw error
  }
}
