import { lstatSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { needsOf } from '../cursor/backlog.ts'
import { countsOf, failuresOf } from '../cursor/failures.ts'
import { sequenceOf } from '../reports/report-name.ts'
import { isReportName } from '../reports/report-order.ts'
import { ACKNOWLEDGED, type API_STATES, FOLDER_OF, REASON } from '../reports/stored-report.ts'
import { whyNotOurs } from '../reports/waiting-report.ts'
import { numbersOf } from '../sequence.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { isOurName } from './inspection.ts'

/** What the spool holds: the reports in each folder, and size and age of the waiting ones. */
export interface SpoolStatus {
  readonly path: string
  readonly waiting: number
  readonly waitingBytes: number
  /** When the oldest waiting report was sealed. */
  readonly oldest?: number
  /**
   * Entries that are not the agent's, by name or kind, and among waiting reports also by owner or mode. They are
   * neither read nor sent.
   */
  readonly foreign: number
  /** Some of their names, each with its folder. */
  readonly strangers: readonly string[]
  readonly transmitted: number
  readonly failed: number
  /** How many failed reports were acknowledged. */
  readonly acknowledged: number
  /** How many reports are kept, for any receiver or none. */
  readonly sealed: number
  /** What waits for each receiver other than the API, and how much it refused, if there are any. */
  readonly receivers?: Readonly<Record<string, Amount & Pick<SpoolStatus, 'failed' | 'acknowledged'>>>
  readonly problem?: string
}

/** How many reports wait, their bytes, and when the oldest was sealed. */
export type Amount = Pick<SpoolStatus, 'waiting' | 'waitingBytes' | 'oldest'>

/** So many foreign files are named. */
const MOST_STRANGERS = 5

type Strangers = Pick<SpoolStatus, 'foreign' | 'strangers'>

/**
 * Counts what a spool holds, and what waits for receivers other than the API; before the first start there is no spool,
 * and nothing to count.
 */
export async function spoolStatus(folders: SpoolFolders, receivers: readonly string[] = []): Promise<SpoolStatus> {
  const { root } = folders
  const nothing = {
    path: root,
    waiting: 0,
    waitingBytes: 0,
    foreign: 0,
    strangers: [],
    transmitted: 0,
    failed: 0,
    acknowledged: 0,
    sealed: 0,
  }
  try {
    const { uid } = await stat(root)
    const { strangers: strange, foreign, ...waiting } = await waitingIn(folders, uid)
    const { reports: transmitted, ...sent } = await reportsIn(folders, 'transmitted')
    const { reports: failed, acknowledged, ...refused } = await reportsIn(folders, 'failed')
    // App::Spoor has none.
    const left = isPresent(folders.dropped) ? await reportsIn(folders, 'dropped') : { foreign: 0, strangers: [] }
    const all = foreign + sent.foreign + refused.foreign + left.foreign
    const strangers = [...strange, ...sent.strangers, ...refused.strangers, ...left.strangers].slice(0, MOST_STRANGERS)
    const amounts = receivers.map(async (name) => {
      const refusedBy = countsOf(await failuresOf(folders, name))
      return [name, { ...(await waitingFor(folders, name)), ...refusedBy }] as const
    })
    const others = receivers.length === 0 ? {} : { receivers: Object.fromEntries(await Promise.all(amounts)) }
    return {
      path: root,
      ...waiting,
      foreign: all,
      strangers,
      transmitted,
      failed,
      acknowledged,
      sealed: await sealedIn(folders),
      ...others,
    }
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? nothing : { ...nothing, problem: `${root}: ${codeOf(error)}` }
  }
}

/** Versions before 0.2 have no folder for them. */
async function sealedIn({ sealed }: SpoolFolders): Promise<number> {
  let count = 0
  if (!isPresent(sealed)) return count
  for await (const entries of entriesOf(sealed)) count += numbersOf(entries).length
  return count
}

/** What waits for a receiver other than the API. */
export async function waitingFor(folders: SpoolFolders, receiver: string): Promise<Amount> {
  const needs = await needsOf(folders, receiver)
  let [waiting, waitingBytes, oldest] = [0, 0, Infinity]
  for await (const entries of entriesOf(folders.sealed)) {
    for (const { name } of entries) {
      if (!needs(sequenceOf(name) ?? 0)) continue
      const stats = lstatSync(join(folders.sealed, name), { throwIfNoEntry: false })
      // Removed in the meantime.
      if (stats === undefined) continue
      waiting += 1
      waitingBytes += stats.size
      oldest = Math.min(oldest, stats.mtimeMs)
    }
  }
  return { waiting, waitingBytes, ...(Number.isFinite(oldest) && { oldest }) }
}

/** What waits in a folder. */
export type Waiting = Omit<SpoolStatus, 'path' | 'transmitted' | 'failed' | 'acknowledged' | 'sealed' | 'problem'>

/** Looks at all that waits for the API, in a spool of user `owner`. */
export async function waitingIn(folders: SpoolFolders, owner: number): Promise<Waiting> {
  const folder = folders.parsed
  let [waiting, waitingBytes, foreign, oldest] = [0, 0, 0, Infinity]
  const strangers: string[] = []
  for await (const entries of entriesOf(folder)) {
    for (const { name } of entries) {
      const stats = lstatSync(join(folder, name), { throwIfNoEntry: false })
      // Sent in the meantime.
      if (stats === undefined) continue
      if (isReportName(name) && stats.isFile() && whyNotOurs(stats, owner) === undefined) {
        waiting += 1
        waitingBytes += stats.size
        oldest = Math.min(oldest, stats.mtimeMs)
      } else {
        foreign += 1
        if (strangers.length < MOST_STRANGERS) strangers.push(`${basename(folder)}/${name}`)
      }
    }
  }
  return { waiting, waitingBytes, foreign, strangers, ...(Number.isFinite(oldest) ? { oldest } : {}) }
}

type Found = Strangers & { readonly reports: number; readonly acknowledged: number }

/** Whether a file acknowledges a failed report that is still there and has not failed again. */
function isAcknowledgement(file: string): boolean {
  const report = file.slice(0, -ACKNOWLEDGED.length)
  return file.endsWith(ACKNOWLEDGED) && isPresent(report) && !isPresent(`${report}${REASON}`)
}

/** `spool verify` looks at owners: asking for each of a million files takes seconds. */
async function reportsIn(folders: SpoolFolders, state: (typeof API_STATES)[number]): Promise<Found> {
  const folder = folders[FOLDER_OF[state]]
  let [reports, acknowledged, foreign] = [0, 0, 0]
  const strangers: string[] = []
  for await (const entries of entriesOf(folder)) {
    for (const entry of entries) {
      if (entry.isFile() && isOurName(state, entry.name)) {
        if (isReportName(entry.name)) reports += 1
        else if (isAcknowledgement(join(folder, entry.name))) acknowledged += 1
      } else {
        foreign += 1
        if (strangers.length < MOST_STRANGERS) strangers.push(`${basename(folder)}/${entry.name}`)
      }
    }
  }
  return { reports, acknowledged, foreign, strangers }
}
