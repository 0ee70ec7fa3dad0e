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
import type { RefusedPart } from '../reports/refused-part.ts'
import { formatReport, makeReport, parseReport } from '../reports/report-file.ts'
import { partName } from '../reports/report-name.ts'
import { type WaitingReport, parseWaiting, whyNotOurs } from '../reports/waiting-report.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { Divisions } from './divisions.ts'
import { WaitingNames } from './waiting-names.ts'

/** The transmitter's end of the spool: the reports that wait for the API, oldest first. */
export class Outbox {
  /** Which waiting reports go out in parts. */
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
    this.#names = new WaitingNames(folders.parsed, (name) => this.#leave(name, 'its name is not that of a report'))
    this.#transmitted = new FolderSync(folders.transmitted)
    this.#failed = new FolderSync(folders.failed)
  }

  /**
   * The oldest waiting report that is not in flight; undefined if there is none. It is in flight until one of the
   * methods below settles it. Broken reports are moved to the failed ones, with the reason beside them; files that are
   * not the agent's stay unread. One call at a time.
   */
  async next(): Promise<WaitingReport | undefined> {
    return this.#names.first(async (name) => {
      const content = await this.#read(name)
      return content === undefined ? undefined : this.#parse(name, content)
    })
  }

  /**
   * Settles a report that the API accepted. Calls `moved` once the report has left its place and resolves when the move
   * is durable; if this rejects, the report is still in flight. Gives a notice if somebody took the report away
   * meanwhile.
   */
  async accepted({ name, id }: WaitingReport, moved: () => void): Promise<void> {
    const isMoved = await this.#move(name, this.#folders.transmitted, this.#transmitted, moved)
    await this.divisions.forget(id)
    if (!isMoved) this.#tell(spoolNotices.reportTaken(name, 'the API accepted it.'))
  }

  /** Settles a report that the API refused for good, as `accepted` does, and gives a notice of the refusal. */
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
   * Settles a report that the API accepted except for some parts, as `accepted` does: first the refused parts become
   * failed reports of their own, each with its reason. Work that a crash interrupts is repeated under the same names.
   */
  async divided({ name, id }: WaitingReport, refused: readonly RefusedPart[], moved: () => void): Promise<void> {
    const { parsed, transmitted } = this.#folders
    const content = await this.#read(name)
    // A report that was taken away leaves no parts behind; one that cannot be read now may be another time.
    if (content !== undefined) await this.#putParts(name, content, refused)
    else if (isPresent(join(parsed, name))) throw new Error(`${name}: it cannot be read any more`)
    const isMoved = await this.#move(name, transmitted, this.#transmitted, moved)
    await this.divisions.forget(id)
    this.#tell(
      isMoved
        ? spoolNotices.reportDivided(name, refused)
        : spoolNotices.reportTaken(name, 'the API accepted it except for some entries.'),
    )
  }

  async #putParts(name: string, content: string, refused: readonly RefusedPart[]): Promise<void> {
    const report = parseReport(content)
    if (typeof report === 'string') throw new Error(`${name}: ${report}`)
    const { totals: _, ...whole } = report
    for (const { first, entries, totals, reason } of refused) {
      const part = join(this.#folders.failed, partName(name, first))
      await writeAtomically(`${part}.reason`, `${plainText(reason)}\n`)
      await writeAtomically(part, formatReport(makeReport({ ...whole, entries, ...(totals && { totals }) })))
    }
  }

  /** Puts a report back in its place in the queue, to be retried. */
  giveBack({ name }: WaitingReport): void {
    this.#names.giveBack(name)
  }

  /** Puts a report back to be retried after all others that wait, or as the first of those postponed. */
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
   * Moves a report and syncs the folder: otherwise a power cut would undo the moves of the last seconds, and the
   * reports would be sent again. False if the report is gone: one in flight can be dropped by hand.
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
      return await readRegularFile(join(this.#folders.parsed, name), { fault: whyNotOurs })
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'ENOENT') this.#leave(name, code === undefined ? messageOf(error) : `it cannot be read (${code})`)
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
