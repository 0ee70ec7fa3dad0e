import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { ActionNeeded, EXIT, messageOf } from '../../lib/system/errors.ts'
import { syncFolder, writeSynced } from '../../lib/system/files/atomic-file.ts'
import { linkReport } from './reports/link.ts'
import { type Report, formatReport } from './reports/report-file.ts'
import { reportName, sequenceOf } from './reports/report-name.ts'
import type { Room } from './room.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** The collector's end of the spool: seals reports. */
export class Spool {
  readonly #folders: SpoolFolders
  readonly #room: Room
  readonly #hasApi: boolean
  #sequence: number
  /** Id of a report renamed into place but not durable yet; the transmitter may have it already. */
  #unsynced: string | undefined

  /**
   * `sequence` is the number of the newest report; `hasApi` says whether reports are also linked into the API's queue.
   */
  constructor(folders: SpoolFolders, sequence: number, room: Room, hasApi = true) {
    this.#hasApi = hasApi
    this.#folders = folders
    this.#sequence = sequence
    this.#room = room
  }

  /** The number of the newest report. */
  get sequence(): number {
    return this.#sequence
  }

  /**
   * Seals a report and resolves with its number once it is durable under its final name. Rejects if the spool or its
   * disk is full or broken; the caller must then retry the same report before any other.
   */
  async seal(report: Report): Promise<number> {
    if (this.#unsynced !== report.id) await this.#put(report)
    this.#unsynced = report.id
    await this.#onDisk(() => syncFolder(this.#folders.sealed))
    this.#unsynced = undefined
    this.#sequence += 1
    return this.#sequence
  }

  async #put(report: Report): Promise<void> {
    const { root, sealed } = this.#folders
    const text = formatReport(report)
    const size = Buffer.byteLength(text)
    await this.#onDisk(() => (this.#hasApi ? this.#room.require(size) : this.#room.requireDisk()))
    const name = reportName(this.#sequence + 1)
    if (sequenceOf(name) === undefined) throw noNumberAfter(this.#sequence)
    const temporary = join(root, 'sealing.tmp')
    await this.#onDisk(async () => {
      await writeSynced(temporary, text)
      // Synchronous: the text is on disk by now, and a thread would cost more than the call.
      renameSync(temporary, join(sealed, name))
      if (this.#hasApi) linkReport(this.#folders, name)
    })
    if (this.#hasApi) this.#room.take(size)
  }

  async #onDisk(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      if (error instanceof ActionNeeded) throw error
      throw new ActionNeeded(`${this.#folders.root}: ${messageOf(error)}.`, EXIT.failed, { cause: error })
    })
  }
}

/** At a thousand reports a second this takes 31 years: the number can only come from a stray file. */
function noNumberAfter(sequence: number): ActionNeeded {
  return new ActionNeeded(
    `${reportName(sequence)} has the highest number a report can have; move that file away, with checkpoints*.json, and restart the collector.`,
  )
}
