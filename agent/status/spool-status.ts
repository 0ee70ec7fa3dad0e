import { lstatSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isReportName } from '../spool/report-order.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import { whyNotOurs } from '../spool/waiting-report.ts'
import { codeOf } from '../system/errors.ts'
import { entriesOf } from '../system/folder-entries.ts'

/** What the spool holds: reports in each folder, and bytes and age of those that wait. */
export interface SpoolStatus {
  readonly path: string
  readonly waiting: number
  readonly waitingBytes: number
  /** When the oldest report that waits was sealed. */
  readonly oldest?: number
  /** Entries among those that wait which are not the agent's by name, kind, owner or mode, and are neither read nor sent. */
  readonly foreign: number
  /** The names of some of them. */
  readonly strangers: readonly string[]
  readonly transmitted: number
  readonly failed: number
  readonly problem?: string
}

/** How many names of files that are not the agent's are told. */
const MOST_STRANGERS = 5

/** Counts what a spool holds, however much that is; before the first start there is none, and nothing in it. */
export async function spoolStatus({ root, parsed, transmitted, failed }: SpoolFolders): Promise<SpoolStatus> {
  const nothing = { path: root, waiting: 0, waitingBytes: 0, foreign: 0, strangers: [], transmitted: 0, failed: 0 }
  try {
    const { uid } = await stat(root)
    const waiting = await waitingIn(parsed, uid)
    return { path: root, ...waiting, transmitted: await reportsIn(transmitted), failed: await reportsIn(failed) }
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? nothing : { ...nothing, problem: `${root}: ${codeOf(error)}` }
  }
}

async function waitingIn(
  folder: string,
  owner: number,
): Promise<Omit<SpoolStatus, 'path' | 'transmitted' | 'failed' | 'problem'>> {
  let [waiting, waitingBytes, foreign, oldest] = [0, 0, 0, Infinity]
  const strangers: string[] = []
  for await (const entries of entriesOf(folder)) {
    for (const { name } of entries) {
      const stats = lstatSync(join(folder, name), { throwIfNoEntry: false })
      // One that is sent meanwhile waits no more.
      if (stats === undefined) continue
      if (isReportName(name) && stats.isFile() && whyNotOurs(stats, owner) === undefined) {
        waiting += 1
        waitingBytes += stats.size
        oldest = Math.min(oldest, stats.mtimeMs)
      } else {
        foreign += 1
        if (strangers.length < MOST_STRANGERS) strangers.push(name)
      }
    }
  }
  return { waiting, waitingBytes, foreign, strangers, ...(Number.isFinite(oldest) ? { oldest } : {}) }
}

async function reportsIn(folder: string): Promise<number> {
  let count = 0
  for await (const entries of entriesOf(folder)) count += entries.filter(({ name }) => isReportName(name)).length
  return count
}
