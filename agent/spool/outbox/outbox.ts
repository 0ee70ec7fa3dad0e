import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tell } from '../../../lib/notice/notice.ts'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { FolderSync } from '../folder-sync.ts'
import { spoolNotices } from '../notices.ts'
import { fileOf } from '../reports/link.ts'
import type { RefusedPart } from '../reports/refused-part.ts'
import { formatReport, makeReport, parseReport } from '../reports/report-file.ts'
import { partName } from '../reports/report-name.ts'
import { type WaitingReport, parseWaiting, whyNotOurs } from '../reports/waiting-report.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { Divisions } from './divisions.ts'
import { WaitingNames } from './waiting-names.ts'

/** The transmitter's end of the spool: what waits, oldest first. */
export class Outbox {
  /** What of the reports that wait has to be sent in parts. */
  readonly divisions: Divisions
  readonly #folders: SpoolFolders
  readonly #host: string
  readonly #tell: Tell
  readonly #names: WaitingNames
  readonly #transmitted: FolderSync
  readonly #failed: FolderSync
  readonly #notOurs = new Set<string>()

  /** `host` is this host's name, for the entries that App::Spoor left. */
  constructor(folders: SpoolFolders, host: string, tell: Tell) {
    this.divisions = new Divisions(folders.root)
    this.#folders = folders
    this.#host = host
    this.#tell = tell
    this.#names = new WaitingNames(folders.parsed, (name) => this.#leave(name, 'it is no report by its name'))
    this.#transmitted = new FolderSync(folders.transmitted)
    this.#failed = new FolderSync(folders.failed)
  }

  /**
   * The oldest report that waits and is not under way; from then on it is, until one of the methods below says what
   * became of it. What is broken goes to the failed ones on the way, with the reason beside it, and holds nothing up;
   * what is not ours stays where it is, unread. One call at a time.
   */
  async next(): Promise<WaitingReport | undefined> {
    return this.#names.first(async (name) => {
      const content = await this.#read(name)
      return content === undefined ? undefined : this.#parse(name, content)
    })
  }

  /**
   * The API has it. Calls `moved` when it has left its place, and resolves when that is on the disk; where it rejects,
   * the report is still under way. One that somebody has taken away meanwhile is told.
   */
  async accepted({ name, id }: WaitingReport, moved: () => void): Promise<void> {
    const isMoved = await this.#move(name, this.#folders.transmitted, this.#transmitted, moved)
    await this.divisions.forget(id)
    if (!isMoved) this.#tell(spoolNotices.reportTaken(name, 'the API has it.'))
  }

  /** The API refuses it for good, which is told; likewise. */
  async rejected({ name, id }: WaitingReport, reason: string, moved: () => void): Promise<void> {
    const isMoved = await this.#fail(name, reason, moved)
    await this.divisions.forget(id)
    this.#tell(
      isMoved
        ? spoolNotices.reportRejected(name, reason)
        : spoolNotices.reportTaken(name, `the API refused it: ${reason}`),
    )
  }

  /**
   * The API has it but for some parts: these go to the failed ones as reports of their own, each with its reason, and
   * then it is where accepted ones are; likewise. What a crash leaves half done is done again, to the same names.
   */
  async divided({ name, id }: WaitingReport, refused: readonly RefusedPart[], moved: () => void): Promise<void> {
    const { transmitted } = this.#folders
    const content = await this.#read(name)
    // One that was taken away takes its parts along.
    if (content !== undefined) await this.#putParts(name, content, refused)
    const isMoved = await this.#move(name, transmitted, this.#transmitted, moved)
    await this.divisions.forget(id)
    this.#tell(
      isMoved
        ? spoolNotices.reportDivided(name, refused)
        : spoolNotices.reportTaken(name, 'the API has it but for some entries.'),
    )
  }

  async #putParts(name: string, content: string, refused: readonly RefusedPart[]): Promise<void> {
    const report = parseReport(content)
    if (typeof report === 'string') throw new Error(`${name}: ${report}`)
    for (const { first, entries, reason } of refused) {
      const part = join(this.#folders.failed, partName(name, first))
      await writeAtomically(`${part}.reason`, `${plainText(reason)}\n`)
      await writeAtomically(part, formatReport(makeReport({ ...report, entries })))
    }
  }

  /** It has to be tried again. */
  giveBack({ name }: WaitingReport): void {
    this.#names.giveBack(name)
  }

  /** It has to be tried again, after all others that wait, or as the first of those that were postponed. */
  postpone({ name }: WaitingReport, place?: 'first' | 'last'): void {
    this.#names.postpone(name, place)
  }

  async #fail(name: string, reason: string, moved?: () => void): Promise<boolean> {
    const { failed } = this.#folders
    const beside = join(failed, `${name}.reason`)
    await writeAtomically(beside, `${plainText(reason)}\n`)
    const isMoved = await this.#move(name, failed, this.#failed, moved)
    if (!isMoved) await rm(beside, { force: true })
    return isMoved
  }

  /**
   * Synced, or a power cut would bring back, and send again, all that was moved in the last seconds. False where
   * somebody has taken it away meanwhile: what is under way can be dropped by hand.
   */
  async #move(name: string, folder: string, sync: FolderSync, moved?: () => void): Promise<boolean> {
    const { parsed } = this.#folders
    const from = join(parsed, name)
    const isThere = await rename(from, join(folder, name)).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) !== 'ENOENT' || isPresent(from) || !isPresent(parsed)) throw error
        return false
      },
    )
    this.#names.gone(name)
    moved?.()
    if (isThere) await sync.done()
    return isThere
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      return await readRegularFile(fileOf(this.#folders, this.#folders.parsed, name), { fault: whyNotOurs })
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'ENOENT') this.#leave(name, code === undefined ? messageOf(error) : `it cannot be read (${code})`)
      else if (isPresent(join(this.#folders.parsed, name))) this.#leave(name, 'it leads to no report')
    }
    return undefined
  }

  async #parse(name: string, content: string): Promise<WaitingReport | undefined> {
    const report = parseWaiting(name, content, this.#host)
    return typeof report === 'string' ? this.#refuse(name, report) : report
  }

  async #refuse(name: string, reason: string): Promise<undefined> {
    const isMoved = await this.#fail(name, reason)
    if (isMoved) this.#tell(spoolNotices.fileBroken(join(this.#folders.parsed, name), reason))
  }

  #leave(name: string, reason: string): void {
    if (this.#notOurs.has(name)) return
    this.#notOurs.add(name)
    this.#tell(spoolNotices.fileNotOurs(join(this.#folders.parsed, name), reason))
  }
}
