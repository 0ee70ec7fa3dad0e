import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { isReportName } from '../spool/report-order.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import { codeOf } from '../system/errors.ts'
import { entriesOf } from '../system/folder-entries.ts'

/** What the spool holds: reports in each folder, and bytes and age of those that wait. */
export interface SpoolStatus {
  readonly path: string
  readonly waiting: number
  readonly waitingBytes: number
  /** When the oldest report that waits was sealed. */
  readonly oldest?: number
  /** Entries among those that wait which are no reports by their names, or no files. */
  readonly foreign: number
  readonly transmitted: number
  readonly failed: number
  readonly problem?: string
}

/** Counts what a spool holds, however much that is; before the first start there is none, and nothing in it. */
export async function spoolStatus({ root, parsed, transmitted, failed }: SpoolFolders): Promise<SpoolStatus> {
  const nothing = { path: root, waiting: 0, waitingBytes: 0, foreign: 0, transmitted: 0, failed: 0 }
  try {
    const waiting = await waitingIn(parsed)
    return { path: root, ...waiting, transmitted: await reportsIn(transmitted), failed: await reportsIn(failed) }
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? nothing : { ...nothing, problem: `${root}: ${codeOf(error)}` }
  }
}

async function waitingIn(
  folder: string,
): Promise<Pick<SpoolStatus, 'waiting' | 'waitingBytes' | 'oldest' | 'foreign'>> {
  let [waiting, waitingBytes, foreign, oldest] = [0, 0, 0, Infinity]
  for await (const entries of entriesOf(folder)) {
    for (const entry of entries) {
      if (!entry.isFile() || !isReportName(entry.name)) {
        foreign += 1
        continue
      }
      // One that is sent meanwhile waits no more.
      const stats = lstatSync(join(folder, entry.name), { throwIfNoEntry: false })
      if (stats === undefined) continue
      waiting += 1
      waitingBytes += stats.size
      oldest = Math.min(oldest, stats.mtimeMs)
    }
  }
  return { waiting, waitingBytes, foreign, ...(Number.isFinite(oldest) ? { oldest } : {}) }
}

async function reportsIn(folder: string): Promise<number> {
  let count = 0
  for await (const entries of entriesOf(folder)) count += entries.filter(({ name }) => isReportName(name)).length
  return count
}
