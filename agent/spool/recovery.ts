import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoint } from '../follow/checkpoint.ts'
import { type Tell, notices } from '../notice.ts'
import { codeOf } from '../system/errors.ts'
import { readRegularFile } from '../system/regular-file.ts'
import { type Checkpoints, loadCheckpoints } from './checkpoints.ts'
import { type Cover, parseCover, parseReport, reportName, sequenceOf } from './report-file.ts'
import type { SpoolFolders } from './spool-folders.ts'

type Sources = Record<string, Record<string, Checkpoint>>

/** After the loss of all checkpoints, so many of the newest reports are asked where their sources stood. */
const MOST_REPORTS = 1000

/**
 * Where reading goes on after any kind of end: the saved checkpoints, moved on by the reports sealed after them, which may
 * wait, be sent, be refused or be dropped by now. So an event is sealed once, wherever the last run was cut off. Without
 * checkpoints the reports alone tell, and a log without any begins at its configured start; both is told, but for the very
 * first start.
 */
export async function recover(folders: SpoolFolders, tell: Tell): Promise<Checkpoints> {
  let isDamaged = false
  const saved = await loadCheckpoints(folders.root, (notice) => {
    isDamaged = true
    tell(notice)
  })
  const { positions, steps } = await moveOn(folders, saved)
  if (saved === undefined && (isDamaged || steps > 0)) {
    const paths = Object.values(positions.sources).flatMap((each) => Object.keys(each))
    tell(notices.checkpointsLost(paths.toSorted()))
  }
  return positions
}

/**
 * Saved checkpoints, moved on by the reports sealed after them, and how many of these may have been steps of the collector.
 * Changes nothing on the disk.
 */
export async function moveOn(
  folders: SpoolFolders,
  saved: Checkpoints | undefined,
): Promise<{ readonly positions: Checkpoints; readonly steps: number }> {
  const last = saved?.sequence ?? 0
  const newer = await sealedAfter(last, folders)
  const sources: Sources = structuredClone(saved?.sources ?? {})
  const found = await positionsIn(folders, newer, saved === undefined ? MOST_REPORTS : Infinity)
  for (const [source, paths] of Object.entries(found.sources)) sources[source] = { ...sources[source], ...paths }
  const positions: Checkpoints = { version: 1, sequence: newer.at(-1) ?? last, sources }
  return { positions, steps: newer.length - found.without }
}

/**
 * One folder after the other, as reports move: what leaves a folder unseen comes into one that is still to be listed. By hand one
 * can come back from the failed ones, so these are listed before all others too.
 */
async function sealedAfter(
  last: number,
  { parsed, transmitted, failed, dropped }: SpoolFolders,
): Promise<readonly number[]> {
  const sequences = new Set<number>()
  for (const folder of [failed, parsed, transmitted, failed, dropped]) {
    for (const name of await namesIn(folder)) {
      const sequence = sequenceOf(name)
      if (sequence !== undefined && sequence > last) sequences.add(sequence)
    }
  }
  return [...sequences].sort((a, b) => a - b)
}

/** Before the first start there is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
}

/**
 * Where each source goes on by the newest of so many reports that say so, and how many were seen `without`: the past that was
 * read again has no place in this, nor must it take that of others.
 */
async function positionsIn(
  folders: SpoolFolders,
  sequences: readonly number[],
  most: number,
): Promise<{ readonly sources: Sources; readonly without: number }> {
  const sources: Sources = {}
  let [positions, without] = [0, 0]
  for (const sequence of sequences.toReversed()) {
    if (positions === most) break
    const cover = await readCover(folders, reportName(sequence))
    if (cover === undefined) continue
    const { source, path, next } = cover
    if (next === undefined) without += 1
    else positions += 1
    if (next !== undefined && sources[source]?.[path] === undefined) (sources[source] ??= {})[path] = next
  }
  return { sources, without }
}

/**
 * What a report covers, wherever it is: it may be moved meanwhile, onward in this order or, by hand, from the failed ones to its
 * beginning. One that others can read is not sent, and still covers its events: once that is mended, they must not be there
 * twice.
 */
async function readCover(
  { parsed, transmitted, failed, dropped }: SpoolFolders,
  name: string,
): Promise<Cover | undefined> {
  for (const folder of [parsed, transmitted, failed, parsed, transmitted, failed]) {
    const text = await readRegularFile(join(folder, name)).catch(() => '')
    const report = parseReport(text)
    if (typeof report !== 'string') return report
  }
  return parseCover(await readRegularFile(join(dropped, name)).catch(() => ''))
}
