import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { fileOf } from './link.ts'
import { namesIn } from './ordered-names.ts'
import { isReportName } from './report-order.ts'
import { type SourcedReport, parseWaiting, whyNotOurs } from './waiting-report.ts'

/** Which folder holds the reports of each state. */
export const FOLDER_OF = {
  waiting: 'parsed',
  failed: 'failed',
  transmitted: 'transmitted',
  dropped: 'dropped',
} as const

/** What became of a report. */
export type State = keyof typeof FOLDER_OF

const STATES: readonly State[] = ['waiting', 'failed', 'transmitted', 'dropped']

/** After so many files the event loop has its turn. */
const STRETCH = 64

/** A file of the spool that is a report by its name. */
export interface StoredReport {
  readonly state: State
  readonly name: string
  /** Absent where the file is not the agent's, or cannot be read: it is left alone. */
  readonly stats?: Stats
  /** What it is sent as; absent where it is none. */
  readonly report?: SourcedReport
  /** What is wrong with it, where something is. */
  readonly problem?: string
  /** Why it failed, where somebody wrote that down. */
  readonly reason?: string
  /** Whether its failure was acknowledged; absent where it did not fail. */
  readonly isAcknowledged?: boolean
}

/**
 * Beside a failed report stands its reason, in a file of its name with one of these: before and after it is
 * acknowledged.
 */
export const REASON = '.reason'
export const ACKNOWLEDGED = '.acknowledged'

/** Where to look, and this host's name for the entries that App::Spoor left. */
export interface Place {
  readonly folders: SpoolFolders
  readonly host: string
}

/** All reports of a state, oldest first; one that goes meanwhile is passed over. */
export async function* storedReports(place: Place, state: State): AsyncGenerator<StoredReport, void, void> {
  let left = STRETCH
  for await (const name of namesIn(place.folders[FOLDER_OF[state]])) {
    const stored = readStored(place, state, name)
    if (stored !== undefined) yield stored
    left -= 1
    if (left > 0) continue
    left = STRETCH
    await setImmediate()
  }
}

/** The report with this id or file name, of any state; undefined where there is none. */
export async function findStored(place: Place, wanted: string): Promise<StoredReport | undefined> {
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
 * One report of a state; undefined where it is not there. No link is followed but those to sealed reports, nor is read
 * what others own or may change.
 */
export function readStored({ folders, host }: Place, state: State, name: string): StoredReport | undefined {
  const folder = folders[FOLDER_OF[state]]
  const file = join(folder, name)
  try {
    const { text, stats } = readRegularFileSync(fileOf(folders, folder, name), { fault: whyNotOurs })
    const report = parseWaiting(name, text, host)
    const content = typeof report === 'string' ? { problem: report } : { report }
    return { state, name, stats, ...content, ...(state === 'failed' && failureOf(file)) }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return undefined
    return { state, name, problem: code === undefined ? messageOf(error) : `it cannot be read (${code})` }
  }
}

/** One that failed again after it was acknowledged has both. */
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
    // Whatever stands there, it tells nothing.
    return undefined
  }
}
