import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Notice, Tell } from '../../../lib/notice/notice.ts'
import { ActionNeeded, codeOf } from '../../../lib/system/errors.ts'
import { syncFolder, writeAtomically, writeSynced } from '../../../lib/system/files/atomic-file.ts'
import { ensurePrivateFolder } from '../../../lib/system/files/folder.ts'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { spoolNotices } from '../notices.ts'
import { contentInWords } from '../reports/refused-part.ts'
import { coverText } from '../reports/report-file.ts'
import { sequenceOf } from '../reports/report-name.ts'
import { ACKNOWLEDGED, FOLDER_OF, REASON, type StoredReport } from '../reports/stored-report.ts'
import type { SourcedReport } from '../reports/waiting-report.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { noteChanges } from './change-log.ts'

/** Stands for the reason if none was recorded, as App::Spoor did not. */
export const UNKNOWN = 'the reason was not recorded'

/** The spool to change, who changes it, and where notices go. */
export interface Hand {
  readonly folders: SpoolFolders
  /** Who typed the command. */
  readonly user: number | undefined
  readonly tell: Tell
}

/**
 * Moves failed reports back into the queue; returns how many still existed. Safe while the transmitter runs: it removes
 * a reason before it moves the report, so a report that is refused again at once keeps its new reason. Throws
 * `ActionNeeded` if the change cannot be noted or would overwrite a file.
 */
export async function retryReports({ folders, user, tell }: Hand, reports: readonly StoredReport[]): Promise<number> {
  const { parsed, failed } = folders
  const twice = reports.find(({ name }) => isPresent(join(parsed, name)) && isPresent(join(failed, name)))
  if (twice !== undefined) throw new ActionNeeded(`${twice.name}: parsed has a file of this name; nothing was changed.`)
  const changes = reports.map(({ name, reason = UNKNOWN }) => spoolNotices.reportRetried(name, reason))
  await noteChanges(folders.root, user, changes)
  const moved: Notice[] = []
  for (const [index, { name }] of reports.entries()) {
    await forgetFailure(join(failed, name))
    if (await move(name, failed, parsed)) moved.push(...changes.slice(index, index + 1))
  }
  await syncFolder(parsed)
  await syncFolder(failed)
  for (const change of moved) tell(change)
  return moved.length
}

/**
 * Acknowledges failed reports; returns how many were newly acknowledged. A report that fails again needs a new
 * acknowledgement. Throws `ActionNeeded` if the change cannot be noted.
 */
export async function acknowledgeReports(
  { folders: { root, failed }, user, tell }: Hand,
  reports: readonly StoredReport[],
): Promise<number> {
  const unknown = reports.filter(({ isAcknowledged }) => isAcknowledged !== true)
  const changes = unknown.map(({ name, reason = UNKNOWN }) => spoolNotices.reportAcknowledged(name, reason))
  await noteChanges(root, user, changes)
  const noted: Notice[] = []
  for (const [index, { name }] of unknown.entries()) {
    if (await acknowledge(join(failed, name))) noted.push(...changes.slice(index, index + 1))
  }
  await syncFolder(failed)
  for (const change of noted) tell(change)
  return noted.length
}

/** False if the report no longer exists. */
async function acknowledge(file: string): Promise<boolean> {
  if (!isPresent(file)) return false
  await rename(`${file}${REASON}`, `${file}${ACKNOWLEDGED}`).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error
    // App::Spoor recorded no reasons.
    return writeSynced(`${file}${ACKNOWLEDGED}`, `${UNKNOWN}\n`)
  })
  return true
}

/** Removes the acknowledgement first: after a crash in between, `status` still warns of the report. */
async function forgetFailure(file: string): Promise<void> {
  for (const beside of [ACKNOWLEDGED, REASON]) await rm(`${file}${beside}`, { force: true })
}

/**
 * Drops a waiting or failed report; false if it no longer exists. One rename takes it away, so the transmitter either
 * has it whole or not at all. Its cover stays, with only the ids of its entries: the collector's next start must
 * neither read its events again nor reuse its number, and a replay must not seal them. Throws `ActionNeeded` if the
 * change cannot be noted.
 */
export async function dropReport({ folders, user, tell }: Hand, stored: StoredReport): Promise<boolean> {
  const { name, state } = stored
  const { dropped } = folders
  const folder = folders[FOLDER_OF[state]]
  const change = spoolNotices.reportDropped(name, basename(folder), holdingsOf(stored))
  await ensurePrivateFolder(dropped)
  await noteChanges(folders.root, user, [change])
  if (!(await move(name, folder, dropped))) return false
  await syncFolder(dropped)
  await strip(folders, name)
  await forgetFailure(join(folder, name))
  await syncFolder(folder)
  tell(change)
  return true
}

/** A description of a report's contents, for people. */
export function holdingsOf({ report, problem, stats }: StoredReport): string {
  const bytes = counted(stats?.size ?? 0, 'byte')
  if (report === undefined) return `${bytes} that cannot be sent (${problem})`
  return `${contentInWords([report])} (${kindsOf(report).join(', ')}) of ${report.source} in ${bytes}`
}

/** The kinds of events and totals in a report, each once. */
export function kindsOf({ entries, totals = [] }: SourcedReport): readonly string[] {
  return [...new Set([...entries.map(({ type }) => String(type)), ...totals.map(({ kind }) => kind)])]
}

/** False if the report is no longer in `from`: somebody moved it, or it was sent. */
async function move(name: string, from: string, to: string): Promise<boolean> {
  try {
    await rename(join(from, name), join(to, name))
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/**
 * Takes a dropped report away from all receivers and reduces it to its cover, which keeps its events from being sealed
 * again; removes one without a number. In this order: after a crash in between it can be dropped once more.
 */
async function strip({ sealed, dropped }: SpoolFolders, name: string): Promise<void> {
  const file = join(dropped, name)
  if (sequenceOf(name) === undefined) {
    await rm(file)
    await syncFolder(dropped)
    return
  }
  await rm(join(sealed, name), { force: true })
  await writeAtomically(file, coverText(await readRegularFile(file)))
}
