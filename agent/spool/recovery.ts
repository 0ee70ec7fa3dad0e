import { join } from 'node:path'
import type { Tell } from '../../lib/notice/notice.ts'
import type { SavedRules } from '../../lib/rules/saved-rules.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { type Checkpoint, withoutAgain } from '../follow/checkpoint.ts'
import { spoolNotices } from './notices.ts'
import { type Checkpoints, loadCheckpoints } from './positions/saved-checkpoints.ts'
import { StepsSince } from './positions/steps-since.ts'
import { type Cover, coverOf, parseCover, parseReport } from './reports/report-file.ts'
import { reportName } from './reports/report-name.ts'
import { newestFirst } from './sealed-numbers.ts'
import { linkUnlinked } from './sequence.ts'
import type { SpoolFolders } from './spool-folders.ts'

type Sources = Record<string, Record<string, Checkpoint>>

/** How many of the newest reports with a position to read when all checkpoints are lost. */
const MOST_REPORTS = 1000

/** What recovery depends on. */
export interface RecoveryOptions {
  readonly hasRules?: boolean
  /** Whether reports wait for the API. */
  readonly hasApi?: boolean
  readonly most?: number
}

/** How many ids to keep of sealed events whose log is gone, so that the rules cannot hear of them again. */
const MOST_UNHEARD = 100_000

/** Where the collector resumes. */
export interface Recovered extends Checkpoints {
  /**
   * With rules, reading goes back to where their state was saved, so that they hear of everything since. These events
   * are sealed already, and are not sealed again when the rules hear of them. Each with the time up to which rules had
   * heard when it was sealed, -Infinity where that is unknown.
   */
  readonly sealedIds: ReadonlyMap<string, number>
  /** Up to when rules had heard at last. */
  readonly heard?: number | undefined
}

/**
 * Where reading resumes after any kind of end: at the saved checkpoints, advanced by the reports sealed after them,
 * whether these wait or were sent, refused or dropped. So an event is sealed once, wherever the last run was cut off.
 * If rules saved their state, they hear again what came after it, and still nothing is sealed twice.
 */
export async function recover(folders: SpoolFolders, tell: Tell, options: RecoveryOptions = {}): Promise<Recovered> {
  const { hasRules = false, hasApi = true, most } = options
  const { saved, isDamaged } = await loadedFrom(folders.root, tell)
  if (hasApi) await linkUnlinked(folders, saved?.sequence ?? 0)
  const { positions, hasSteps } = await moveOn(folders, saved, most)
  if (saved === undefined) {
    if (isDamaged || hasSteps) tell(spoolNotices.checkpointsLost(pathsIn(positions)))
  } else if (hasRules && saved.rules !== undefined) {
    return { ...saved, sequence: positions.sequence, ...(await toHearAgain(saved, saved.rules, folders)) }
  }
  return { ...positions, sealedIds: new Map() }
}

async function loadedFrom(root: string, tell: Tell): Promise<{ saved: Checkpoints | undefined; isDamaged: boolean }> {
  let isDamaged = false
  const saved = await loadCheckpoints(root, (notice) => {
    isDamaged = true
    tell(notice)
  })
  return { saved, isDamaged }
}

/** The paths that have a position, sorted. */
function pathsIn({ sources }: Checkpoints): readonly string[] {
  return Object.values(sources)
    .flatMap((paths) => Object.keys(paths))
    .toSorted()
}

/**
 * Where reading resumes so that rules hear again what was sealed after the checkpoints, a few seconds' worth; and the
 * ids of that, with those that the checkpoints still list.
 */
async function toHearAgain(
  saved: Checkpoints,
  { heard: before = -Infinity }: SavedRules,
  folders: SpoolFolders,
): Promise<Pick<Recovered, 'sources' | 'sealedIds' | 'heard'>> {
  const { sequence, sources, unheard = [] } = saved
  const sealedIds = new Map(unheard.slice(-MOST_UNHEARD).map((id) => [id, -Infinity]))
  const since: Record<string, Record<string, StepsSince>> = {}
  let last = before
  for await (const number of newestFirst(sequence, folders)) {
    const { steps = [], ids = [], heard = -Infinity } = (await readCover(folders, reportName(number))) ?? {}
    for (const step of steps.toReversed()) ((since[step.source] ??= {})[step.path] ??= new StepsSince()).add(step)
    for (const id of ids) sealedIds.set(id, heard)
    last = Math.max(last, heard)
  }
  return { sources: resumed(sources, since), sealedIds, heard: last }
}

/** The saved positions of all logs, and where those resume that steps name. */
function resumed(saved: Checkpoints['sources'], since: Record<string, Record<string, StepsSince>>): Sources {
  const sources: Sources = structuredClone(saved)
  for (const [source, paths] of Object.entries(since)) {
    for (const [path, steps] of Object.entries(paths)) {
      const checkpoint = steps.resumed(saved[source]?.[path])
      if (checkpoint !== undefined) (sources[source] ??= {})[path] = checkpoint
    }
  }
  return sources
}

/**
 * Saved checkpoints, advanced by the reports sealed after them, and whether any of these may hold a step of the
 * collector. Changes nothing on disk.
 */
export async function moveOn(
  folders: SpoolFolders,
  saved: Checkpoints | undefined,
  most: number = MOST_REPORTS,
): Promise<{ readonly positions: Checkpoints; readonly hasSteps: boolean }> {
  const last = saved?.sequence ?? 0
  const sources: Sources = { ...saved?.sources }
  const found = await stepsIn(newestFirst(last, folders), folders, saved === undefined ? most : Infinity)
  for (const [source, paths] of Object.entries(found.sources)) sources[source] = { ...sources[source], ...paths }
  const taken = [...(saved?.taken ?? []), ...found.taken]
  const positions = {
    version: 1,
    sequence: found.newest ?? last,
    sources: sealedIn(sources),
    ...(taken.length > 0 && { taken }),
  } as const
  return { positions, hasSteps: found.isAny }
}

/** The same positions where nothing has to be heard again: without rules, what is sealed must not be read. */
function sealedIn(sources: Sources): Sources {
  const each = Object.entries(sources).map(([source, paths]) => {
    const sealed = Object.entries(paths).map(([path, checkpoint]) => [path, withoutAgain(checkpoint)] as const)
    return [source, Object.fromEntries(sealed)] as const
  })
  return Object.fromEntries(each)
}

/**
 * The number of the oldest report that a start would read if all checkpoints were lost: this one and all newer ones
 * must stay. 0 if every report must.
 */
export async function oldestAsked(folders: SpoolFolders, most: number = MOST_REPORTS): Promise<number> {
  return (await stepsIn(newestFirst(0, folders), folders, most)).oldest ?? 0
}

/** The ids of all that was sealed in reports with higher numbers than this one. */
export async function idsAfter(sequence: number, folders: SpoolFolders): Promise<ReadonlySet<string>> {
  const all = new Set<string>()
  for await (const number of newestFirst(sequence, folders)) {
    for (const id of (await readCover(folders, reportName(number)))?.ids ?? []) all.add(id)
  }
  return all
}

/** What reports say of the collector's steps. */
interface Steps {
  readonly sources: Sources
  /** Files of inboxes. */
  readonly taken: readonly string[]
  /** Numbers of the newest report, and of the oldest one that was read. */
  readonly newest: number | undefined
  readonly oldest: number | undefined
  /** Whether any report comes from the collector, not from `replay`. */
  readonly isAny: boolean
}

/**
 * Where each source resumes, from the newest `most` reports that hold a position. Reports of `replay` hold none, and do
 * not count.
 */
async function stepsIn(numbers: AsyncIterable<number>, folders: SpoolFolders, most: number): Promise<Steps> {
  const sources: Sources = {}
  const taken: string[] = []
  let [positions, isAny] = [0, false]
  let newest: number | undefined
  let oldest: number | undefined
  for await (const number of numbers) {
    newest ??= number
    oldest = number
    const cover = await readCover(folders, reportName(number))
    const hasMoved = cover !== undefined && moveBefore(sources, cover)
    taken.push(...(cover?.taken ?? []))
    isAny ||= cover === undefined || hasMoved
    if (hasMoved) positions += 1
    if (positions === most) break
  }
  return { sources, taken, newest, oldest, isAny }
}

/** Adds positions that no newer report has set; returns whether the report holds any. The later of two steps counts. */
function moveBefore(sources: Sources, { steps }: Cover): boolean {
  let hasMoved = false
  for (const { source, path, next } of steps.toReversed()) {
    if (next === undefined) continue
    ;(sources[source] ??= {})[path] ??= next
    hasMoved = true
  }
  return hasMoved
}

/**
 * What a report covers. Reports from before 0.2 may move while we look: forward through these folders, or back by
 * `spool retry`. A report that others can read is not sent, yet covers its events: they must not be sealed a second
 * time once its mode is corrected.
 */
async function readCover(folders: SpoolFolders, name: string): Promise<Cover | undefined> {
  const { sealed, parsed, transmitted, failed, dropped } = folders
  for (const folder of [sealed, parsed, transmitted, failed, parsed, transmitted, failed, dropped]) {
    const text = await readRegularFile(join(folder, name)).catch(() => '')
    const report = parseReport(text)
    const cover = typeof report === 'string' ? parseCover(text) : coverOf(report)
    if (cover !== undefined) return cover
  }
  return undefined
}
