import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { namesIn } from './ordered-names.ts'
import { isReportName } from './report-order.ts'
import { type SourcedReport, parseWaiting, whyNotOurs } from './waiting-report.ts'

/** The folder of the reports in each state, as a key of `SpoolFolders`. */
export const FOLDER_OF = {
  waiting: 'parsed',
  failed: 'failed',
  transmitted: 'transmitted',
  dropped: 'dropped',
  sealed: 'sealed',
} as const

/** The state of a report in the API's queue; `sealed` if the API is not to have it, or without one. */
export type State = keyof typeof FOLDER_OF

/** The states in which the API's folders hold a report. */
export const API_STATES = ['waiting', 'failed', 'transmitted', 'dropped'] as const satisfies readonly State[]

/** Every state; `sealed`, which holds all reports, comes last. */
const STATES: readonly State[] = [...API_STATES, 'sealed']

/** Files read before the event loop gets its turn. */
const BATCH = 64

/** A file of the spool with a report's name. */
export interface StoredReport {
  readonly state: State
  readonly name: string
  /** Absent if the file is not the agent's or cannot be read; such files are left alone. */
  readonly stats?: Stats
  /** The parsed report; absent if the content is not one. */
  readonly report?: SourcedReport
  /** What is wrong with the file, if anything. */
  readonly problem?: string
  /** Why it failed, if the reason was recorded. */
  readonly reason?: string
  /** Whether the failure was acknowledged; absent if the report has not failed. */
  readonly isAcknowledged?: boolean
}

/** Suffixes of the file beside a failed report that holds its reason: before and after the failure is acknowledged. */
export const REASON = '.reason'
export const ACKNOWLEDGED = '.acknowledged'

/** The folders to search, and this host's name for the entries that App::Spoor left. */
export interface SpoolPlace {
  readonly folders: SpoolFolders
  readonly host: string
}

/** All reports in a state, oldest first, or those of some names; skips those that leave meanwhile. */
export async function* storedReports(
  place: SpoolPlace,
  state: State,
  names: AsyncIterable<string> = namesIn(place.folders[FOLDER_OF[state]]),
): AsyncGenerator<StoredReport, void, void> {
  let left = BATCH
  for await (const name of names) {
    const stored = readStored(place, state, name)
    if (stored !== undefined) yield stored
    left -= 1
    if (left > 0) continue
    left = BATCH
    await setImmediate()
  }
}

/** The report with this id or file name, in any state; undefined if there is none. */
export async function findStored(place: SpoolPlace, wanted: string): Promise<StoredReport | undefined> {
  for (const state of STATES) {
    if (isReportName(wanted)) {
      const stored = readStored(place, state, wanted)
      if (stored !== undefined) return stored
    } else {
      for await (const stored of storedReports(place, state)) if (stored.report?.id === wanted) return stored
    }
  }
  return undefined
}

/**
 * One report in a state; undefined if it does not exist. Follows no link, and reads no file that another user owns or
 * may change.
 */
export function readStored({ folders, host }: SpoolPlace, state: State, name: string): StoredReport | undefined {
  const file = join(folders[FOLDER_OF[state]], name)
  try {
    const { text, stats } = readRegularFileSync(file, { fault: whyNotOurs })
    const report = parseWaiting(name, text, host)
    const content = typeof report === 'string' ? { problem: report } : { report }
    return { state, name, stats, ...content, ...(state === 'failed' && failureOf(file)) }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return undefined
    return { state, name, problem: code === undefined ? messageOf(error) : `it cannot be read (${code})` }
  }
}

/** A report that failed again after it was acknowledged has both files; the new reason counts. */
function failureOf(file: string): Pick<StoredReport, 'reason' | 'isAcknowledged'> {
  const reason = textIn(`${file}${REASON}`)
  if (reason !== undefined) return { reason, isAcknowledged: false }
  const known = textIn(`${file}${ACKNOWLEDGED}`)
  return known === undefined ? { isAcknowledged: false } : { reason: known, isAcknowledged: true }
}

function textIn(file: string): string | undefined {
  try {
    return readRegularFileSync(file, { fault: whyNotOurs }).text.trim()
  } catch {
    // Missing, or not the agent's: there is no reason to show.
    return undefined
  }
}
