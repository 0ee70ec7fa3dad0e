import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Tell } from '../../../lib/notice/notice.ts'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { spoolNotices } from '../notices.ts'
import { Divisions } from '../outbox/divisions.ts'
import { WaitingNames } from '../outbox/waiting-names.ts'
import type { Queue } from '../queue.ts'
import type { RefusedPart } from '../reports/refused-part.ts'
import { parseCover } from '../reports/report-file.ts'
import { reportName, sequenceOf } from '../reports/report-name.ts'
import { type WaitingReport, parseWaiting, whyNotOurs } from '../reports/waiting-report.ts'
import { newestFirst } from '../sealed-numbers.ts'
import { receiverFolder, type SpoolFolders } from '../spool-folders.ts'
import { ReceiverCursor } from './cursor.ts'
import { createCursors } from './new-cursors.ts'
import { Refusals } from './refusals.ts'

/** One receiver's queue over the sealed sequence: the reports stay in place, a durable cursor moves. */
export class CursorQueue implements Queue {
  readonly divisions: Divisions
  readonly #folders: SpoolFolders
  readonly #name: string
  readonly #cursor: ReceiverCursor
  readonly #refusals: Refusals
  readonly #tell: Tell
  readonly #names: WaitingNames
  readonly #inFlight = new Set<string>()
  readonly #left = new Set<string>()
  /** What could not be read when it was last tried: once that is mended, it is still to be sent. */
  readonly #unread = new Set<string>()

  private constructor(folders: SpoolFolders, name: string, cursor: ReceiverCursor, tell: Tell) {
    const folder = receiverFolder(folders, name)
    this.divisions = new Divisions(folder)
    this.#folders = folders
    this.#name = name
    this.#cursor = cursor
    this.#refusals = new Refusals(folder)
    this.#tell = tell
    const from = (): string => reportName(cursor.upTo)
    this.#names = new WaitingNames(
      folders.sealed,
      (stranger) => this.#leave(stranger, 'its name is not that of a report'),
      {
        from,
      },
    )
  }

  /** Opens the queue of a receiver by its name; a new receiver starts with the next report to be sealed. */
  static async open(folders: SpoolFolders, name: string, tell: Tell): Promise<CursorQueue> {
    await createCursors(folders, [name])
    const onDamage = (file: string): void => tell(spoolNotices.cursorUnreadable(name, file))
    const cursor = await ReceiverCursor.open(receiverFolder(folders, name), onDamage)
    return new CursorQueue(folders, name, cursor, tell)
  }

  /** All reports up to this number are settled: the receiver no longer needs them. */
  get upTo(): number {
    return this.#cursor.upTo
  }

  async next(): Promise<WaitingReport | undefined> {
    const report = await this.#names.first((name) => this.#read(name))
    if (report !== undefined) this.#inFlight.add(report.name)
    else if (this.#inFlight.size + this.#unread.size === 0) this.#cursor.settleAll()
    return report
  }

  async accepted(report: WaitingReport, moved: () => void): Promise<void> {
    await this.#settle(report, moved)
  }

  async rejected(report: WaitingReport, reason: string, moved: () => void): Promise<void> {
    await this.#refusals.note([{ report: report.name, reason }])
    await this.#settle(report, moved)
    this.#tell(spoolNotices.reportRefusedBy(this.#name, report.name, reason))
  }

  async divided(report: WaitingReport, refused: readonly RefusedPart[], moved: () => void): Promise<void> {
    const { name } = report
    await this.#refusals.note(
      refused.map(({ first, entries, reason }) => ({ report: name, first, count: entries.length, reason })),
    )
    await this.#settle(report, moved)
    this.#tell(spoolNotices.reportDividedBy(this.#name, name, refused))
  }

  /** If the backlog exceeds `most` bytes, settles its oldest reports until it fits; returns how many. */
  async giveUpBeyond(most: number): Promise<number> {
    let [bytes, count, last] = [0, 0, 0]
    for await (const number of newestFirst(this.#cursor.upTo, this.#folders)) {
      const stats = lstatSync(join(this.#folders.sealed, reportName(number)), { throwIfNoEntry: false })
      if (stats === undefined || this.#cursor.isSettled(number)) continue
      bytes += stats.size
      // The newest report stays even if it alone exceeds the bound.
      if (bytes <= most || last === 0) last = number
      else count += 1
    }
    if (count === 0) return 0
    this.#cursor.skipTo(last - 1)
    await this.#cursor.save()
    return count
  }

  giveBack({ name }: WaitingReport): void {
    this.#names.giveBack(name)
  }

  postpone({ name }: WaitingReport, place?: 'first' | 'last'): void {
    this.#names.postpone(name, place)
  }

  /** Saves the cursor before it lets go of the report: if that fails, the report stays in flight. */
  async #settle({ name, id }: WaitingReport, moved: () => void): Promise<void> {
    this.#cursor.settle(sequenceOf(name) ?? 0)
    await this.#cursor.save()
    this.#names.gone(name)
    this.#inFlight.delete(name)
    moved()
    await this.divisions.forget(id)
  }

  async #read(name: string): Promise<WaitingReport | undefined> {
    const number = sequenceOf(name)
    if (number === undefined || this.#cursor.isSettled(number)) return undefined
    try {
      const text = await readRegularFile(join(this.#folders.sealed, name), { fault: whyNotOurs })
      this.#unread.delete(name)
      const report = parseWaiting(name, text, '')
      if (typeof report !== 'string') return report
      // A report dropped by hand goes to no receiver.
      if (parseCover(text) === undefined) this.#leave(name, report)
      this.#cursor.settle(number)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT') this.#unread.delete(name)
      else {
        this.#unread.add(name)
        this.#leave(name, code === undefined ? messageOf(error) : `it cannot be read (${code})`)
      }
    }
    return undefined
  }

  #leave(name: string, reason: string): void {
    if (this.#left.has(name)) return
    this.#left.add(name)
    this.#tell(spoolNotices.fileNotOurs(join(this.#folders.sealed, name), reason))
  }
}
