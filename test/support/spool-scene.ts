import { link, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Checkpoint } from '../../agent/follow/checkpoint.ts'
import { type Report, formatReport, makeReport } from '../../agent/spool/reports/report-file.ts'
import { reportName } from '../../agent/spool/reports/report-name.ts'
import { Room, type RoomParts } from '../../agent/spool/room.ts'
import { type SpoolFolders, ensureSpoolFolders, spoolFolders } from '../../agent/spool/spool-folders.ts'
import type { Entry } from '../../lib/event/entry.ts'
import type { Notice, Tell } from '../../lib/notice/notice.ts'
import { freeSpaceOf } from '../../lib/system/files/free-space.ts'

/** A spool in a folder of its own, and its notices. */
export interface SpoolScene {
  readonly folders: SpoolFolders
  readonly told: readonly Notice[]
  readonly tell: Tell
  /** The codes of the notices so far, in order. */
  readonly codes: () => string[]
  /** Seals a report with a link in a folder of the API. */
  readonly put: (
    folder: Exclude<keyof SpoolFolders, 'root' | 'sealed'>,
    sequence: number,
    report: Report,
  ) => Promise<void>
  readonly names: (folder: keyof SpoolFolders) => Promise<string[]>
}

/** Makes a temporary folder that is removed with the test. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Makes an empty spool. */
export async function createSpool(t: TestContext): Promise<SpoolScene> {
  const folders = spoolFolders(join(await temporaryFolder(t), 'spool'))
  await ensureSpoolFolders(folders)
  const told: Notice[] = []
  return {
    folders,
    told,
    tell: (notice) => told.push(notice),
    codes: () => told.map(({ code }) => code),
    put: (folder, sequence, report) => putSealed(folders, folder, sequence, report),
    names: async (folder) => (await readdir(folders[folder])).sort(),
  }
}

/** Seals a report with a link in a folder of the API. */
export async function putSealed(
  folders: SpoolFolders,
  folder: Exclude<keyof SpoolFolders, 'root' | 'sealed'>,
  sequence: number,
  report: Report,
): Promise<void> {
  const name = reportName(sequence)
  await writeFile(join(folders.sealed, name), formatReport(report), { mode: 0o600 })
  await link(join(folders.sealed, name), join(folders[folder], name))
}

/**
 * The room of a spool that has plenty except as given, on a clock that stands still: it is counted whenever that is
 * due.
 */
export function roomIn(
  folders: SpoolFolders,
  bounds: Partial<RoomParts['bounds']> = {},
  parts: Partial<Pick<RoomParts, 'freeSpaceOf' | 'elapsed'>> = {},
): Room {
  const plenty = { maxSize: 1024 ** 3, maxFiles: 1e6, minFree: 1 }
  return new Room({ folders, bounds: { ...plenty, ...bounds }, freeSpaceOf, elapsed: () => 0, ...parts })
}

/** A position in a log, identified by its offset. */
export function checkpointAt(offset: number): Checkpoint {
  return { files: [{ inode: '7', generation: 'g', offset, skipping: false, seam: { length: 0, sha256: '', end: 0 } }] }
}

/** A login entry, identified by its id. */
export function entryOf(id: string): Entry {
  const mailbox = { mailbox_address: 'info@example.com', context: 'mailbox', host: 'server.example.net' }
  return { type: 'login', time: 1_700_000_000, ip: '192.0.2.1', ...mailbox, id }
}

/** A report of one login that moves its source to an offset. */
export function reportUpTo(offset: number, source: string = 'login'): Report {
  return reportOf(offset, source, checkpointAt(offset))
}

/** The same of the past that was read again, which moves no position. */
export function pastUpTo(offset: number, source: string = 'login'): Report {
  return reportOf(offset, source)
}

function reportOf(offset: number, source: string, next?: Checkpoint): Report {
  const range = { generation: 'g', from: Math.max(0, offset - 10), to: offset }
  const step = { source, path: `/logs/${source}_log`, range, ...(next && { next }) }
  return makeReport({ entries: [entryOf(`${source}-${offset}`)], steps: [step] })
}
