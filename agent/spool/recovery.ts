import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoint } from '../follow/checkpoint.ts'
import { type Tell, notices } from '../notice.ts'
import { readRegularFile } from '../system/regular-file.ts'
import { type Checkpoints, loadCheckpoints } from './checkpoints.ts'
import { type Report, parseReport, reportName, sequenceOf } from './report-file.ts'
import type { SpoolFolders } from './spool-folders.ts'

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
  const sources: Record<string, Record<string, Checkpoint>> = structuredClone(saved?.sources ?? {})
  for (const sequence of saved === undefined ? newer.slice(-MOST_REPORTS) : newer) {
    const report = await readReport(folders, reportName(sequence))
    if (report !== undefined) sources[report.source] = { ...sources[report.source], [report.path]: report.next }
  }
  if (saved === undefined && (isDamaged || newer.length > 0)) {
    tell(notices.checkpointsLost(Object.values(sources).flatMap((paths) => Object.keys(paths))))
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
