import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoint } from '../follow/checkpoint.ts'
import { type Tell, notices } from '../notice.ts'
import { readRegularFile } from '../system/regular-file.ts'
import { type Checkpoints, loadCheckpoints } from './checkpoints.ts'
import { type Report, parseReport, reportName, sequenceOf } from './report-file.ts'
import type { SpoolFolders } from './spool-folders.ts'

type Sources = Record<string, Record<string, Checkpoint>>

/** After the loss of all checkpoints, so many of the newest reports are asked where their sources stood. */
const MOST_REPORTS = 1000

/**
 * Where reading goes on after any kind of end: the saved checkpoints, moved on by the reports sealed after them, which may
 * wait, be sent or be refused by now. So an event is sealed once, wherever the last run was cut off. Without checkpoints the
 * reports alone tell, and a log without any begins at its configured start; both is told, but for the very first start.
 */
export async function recover(folders: SpoolFolders, tell: Tell): Promise<Checkpoints> {
  let isDamaged = false
  const saved = await loadCheckpoints(folders.root, (notice) => {
    isDamaged = true
    tell(notice)
  })
  const last = saved?.sequence ?? 0
  const newer = (await sealedSequences(folders)).filter((sequence) => sequence > last)
  const sources: Sources = structuredClone(saved?.sources ?? {})
  const found = await positionsIn(folders, newer, saved === undefined ? MOST_REPORTS : Infinity)
  for (const [source, paths] of Object.entries(found.sources)) sources[source] = { ...sources[source], ...paths }
  if (saved === undefined && (isDamaged || newer.length > found.without)) {
    tell(
      notices.checkpointsLost(
        Object.values(sources)
          .flatMap((paths) => Object.keys(paths))
          .toSorted(),
      ),
    )
  }
  return { version: 1, sequence: newer.at(-1) ?? last, sources }
}

async function sealedSequences({ parsed, transmitted, failed }: SpoolFolders): Promise<number[]> {
  // One after the other, as the transmitter moves them: what leaves a folder unseen comes into one that is still to be listed.
  const names = [...(await readdir(parsed)), ...(await readdir(transmitted)), ...(await readdir(failed))]
  const sequences = names.map(sequenceOf).filter((sequence) => sequence !== undefined)
  return sequences.sort((a, b) => a - b)
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
    const report = await readReport(folders, reportName(sequence))
    if (report === undefined) continue
    const { source, path, next } = report
    if (next === undefined) without += 1
    else positions += 1
    if (next !== undefined && sources[source]?.[path] === undefined) (sources[source] ??= {})[path] = next
  }
  return { sources, without }
}

/**
 * A report wherever it is: the transmitter may move it meanwhile, always onward in this order. One that others can read is
 * not sent, and still covers its events: once that is mended, they must not be there twice.
 */
async function readReport({ parsed, transmitted, failed }: SpoolFolders, name: string): Promise<Report | undefined> {
  for (const folder of [parsed, transmitted, failed]) {
    const text = await readRegularFile(join(folder, name)).catch(() => '')
    const report = parseReport(text)
    if (typeof report !== 'string') return report
  }
  return undefined
}
