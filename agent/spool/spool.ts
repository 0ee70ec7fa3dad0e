import { lstat, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder, writeSynced } from '../system/atomic-file.ts'
import { ActionNeeded, EXIT, messageOf } from '../system/errors.ts'
import { type Report, formatReport, reportName, sequenceOf } from './report-file.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** The collector's end of the spool: where reports are sealed. */
export class Spool {
  readonly #folders: SpoolFolders
  readonly #maxSize: number
  #sequence: number
  #size: number | undefined
  /** The report that stands in its place, but a power cut could undo that: the transmitter may have it already. */
  #unsynced: string | undefined

  /** A spool whose newest report has number `sequence` and whose waiting reports take at most `maxSize` bytes. */
  constructor(folders: SpoolFolders, sequence: number, maxSize: number) {
    this.#folders = folders
    this.#sequence = sequence
    this.#maxSize = maxSize
  }

  /**
   * Stores a report and resolves with its number, when it stands whole under its final name and survives a power cut. Rejects
   * where the spool or its disk is full or broken; the same report is then to be tried again before any other.
   */
  async seal(report: Report): Promise<number> {
    if (this.#unsynced !== report.id) await this.#put(report)
    this.#unsynced = report.id
    await this.#onDisk(syncFolder(this.#folders.parsed))
    this.#unsynced = undefined
    this.#sequence += 1
    return this.#sequence
  }

  async #put(report: Report): Promise<void> {
    const { root, parsed } = this.#folders
    const text = formatReport(report)
    const size = Buffer.byteLength(text)
    await this.#makeRoom(size)
    const name = reportName(this.#sequence + 1)
    if (sequenceOf(name) === undefined) throw noNumberAfter(this.#sequence)
    const temporary = join(root, 'sealing.tmp')
    await this.#onDisk(writeSynced(temporary, text).then(() => rename(temporary, join(parsed, name))))
    this.#size = (this.#size ?? 0) + size
  }

  async #onDisk(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => {
      throw new ActionNeeded(`${this.#folders.root}: ${messageOf(error)}.`, EXIT.failed, { cause: error })
    })
  }

  /**
   * The transmitter takes reports away unseen, so the size is measured again before the spool counts as full. One that is
   * empty never does: what is larger than all of it would wait for ever.
   */
  async #makeRoom(size: number): Promise<void> {
    if (this.#size === undefined || this.#size + size > this.#maxSize) this.#size = await sizeOf(this.#folders.parsed)
    if (this.#size > 0 && this.#size + size > this.#maxSize) {
      throw new ActionNeeded(
        `${this.#folders.parsed} holds ${this.#size} bytes of reports that wait, and spool.max_size is ${this.#maxSize}; look why they are not sent (spoor-agent status).`,
      )
    }
  }
}

/** A thousand reports a second would take 31 years to get there: it is a stray file. */
function noNumberAfter(sequence: number): ActionNeeded {
  return new ActionNeeded(
    `${reportName(sequence)} has the highest number a report can have; move that file away, with checkpoints*.json, and restart the collector.`,
  )
}

/** The bytes of all files in a folder; one that goes meanwhile counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder)) {
    const size = await lstat(join(folder, name)).then(
      (stats) => stats.size,
      () => 0,
    )
    bytes += size
  }
  return bytes
}
