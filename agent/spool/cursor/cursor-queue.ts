import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Tell } from '../../../lib/notice/notice.ts'
import { ensurePrivateFolder } from '../../../lib/system/files/folder.ts'
import { spoolNotices } from '../notices.ts'
import { Divisions } from '../outbox/divisions.ts'
import { WaitingNames } from '../outbox/waiting-names.ts'
import type { Queue } from '../queue.ts'
import { partLength, type RefusedPart } from '../reports/refused-part.ts'
import { reportName, sequenceOf } from '../reports/report-name.ts'
import type { WaitingReport } from '../reports/waiting-report.ts'
import { newestFirst } from '../sealed-numbers.ts'
import { receiverFolder, type SpoolFolders } from '../spool-folders.ts'
import { ReceiverCursor } from './cursor.ts'
import { createCursors } from './new-cursors.ts'
import { Refusals } from './refusals.ts'
import { Retries } from './retries.ts'
import { sealedReport } from './sealed-report.ts'

/** One receiver's queue over the sealed sequence: the reports stay in place, a durable cursor moves. */
export class CursorQueue implements Queue {
  readonly divisions: Divisions
  readonly #folders: SpoolFolders
  readonly #name: string
  readonly #cursor: ReceiverCursor
  readonly #refusals: Refusals
  readonly #tell: Tell
  readonly #names: WaitingNames
  readonly #retries: Retries
  /** The names of those that were settled once, and wait again. */
  readonly #again: WaitingNames
  /** The lowest number of these when it was last asked what may be given up. */
  #oldestAgain = Infinity
  /** Of these the ones that were handed out. */
  readonly #retried = new Set<string>()
  readonly #inFlight = new Set<string>()
  /** Of those in flight the ones that a person wants to be sent again already. */
  readonly #retriedEarly = new Set<string>()
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
    this.#retries = new Retries(folders, name)
    const onStrangerIn =
      (where: string) =>
      (stranger: string): void =>
        this.#leave(join(where, stranger), 'its name is not that of a report')
    const from = (): string => reportName(cursor.upTo)
    this.#names = new WaitingNames(folders.sealed, onStrangerIn(folders.sealed), { from })
    this.#again = new WaitingNames(this.#retries.folder, onStrangerIn(this.#retries.folder))
  }

  /** Opens the queue of a receiver by its name; a new receiver starts with the next report to be sealed. */
  static async open(folders: SpoolFolders, name: string, tell: Tell): Promise<CursorQueue> {
    await createCursors(folders, [name])
    const onDamage = (file: string): void => tell(spoolNotices.cursorUnreadable(name, file))
    const cursor = await ReceiverCursor.open(receiverFolder(folders, name), onDamage)
    const queue = new CursorQueue(folders, name, cursor, tell)
    for (const folder of queue.folders) await ensurePrivateFolder(folder)
    return queue
  }

  /** The folders in which a name appears when more waits. */
  get folders(): readonly string[] {
    return [this.#folders.sealed, this.#retries.folder]
  }

  /** Up to this number the receiver needs no report: all are settled, and none is to be sent again. */
  get upTo(): number {
    return Math.min(this.#cursor.upTo, this.#oldestAgain - 1)
  }

  async next(): Promise<WaitingReport | undefined> {
    const again = await this.#again.first((name) => this.#readAgain(name))
    if (again !== undefined) this.#retried.add(again.name)
    const report = again ?? (await this.#names.first((name) => this.#read(name)))
    if (report !== undefined) this.#inFlight.add(report.name)
    else if (this.#inFlight.size + this.#unread.size === 0) this.#cursor.settleAll()
    return report
  }

  async accepted(report: WaitingReport, moved: () => void): Promise<void> {
    if (this.#retried.has(report.name)) await this.#refusals.note(report.name, [])
    await this.#settle(report, moved)
  }

  async rejected(report: WaitingReport, reason: string, moved: () => void): Promise<void> {
    await this.#refusals.note(report.name, [{ reason }])
    await this.#settle(report, moved)
    this.#tell(spoolNotices.reportRefusedBy(this.#name, report.name, reason))
  }

  async divided(report: WaitingReport, refused: readonly RefusedPart[], moved: () => void): Promise<void> {
    const { name } = report
    await this.#refusals.note(
      name,
      refused.map((part) => ({ first: part.first, count: partLength(part), reason: part.reason })),
    )
    await this.#settle(report, moved)
    this.#tell(spoolNotices.reportDividedBy(this.#name, name, refused))
  }

  /** If the backlog exceeds `most` bytes, settles its oldest reports until it fits; returns how many. */
  async giveUpBeyond(most: number): Promise<number> {
    this.#oldestAgain = Math.min(...(await this.#retries.numbers()))
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
    this.#cursor.giveUpTo(last - 1)
    await this.#cursor.save()
    return count
  }

  giveBack({ name }: WaitingReport): void {
    this.#namesOf(name).giveBack(name)
  }

  postpone({ name }: WaitingReport, place?: 'first' | 'last'): void {
    this.#namesOf(name).postpone(name, place)
  }

  #namesOf(name: string): WaitingNames {
    return this.#retried.has(name) ? this.#again : this.#names
  }

  /** Saves the cursor before it lets go of the report: if that fails, the report stays in flight. */
  async #settle({ name, id }: WaitingReport, moved: () => void): Promise<void> {
    this.#cursor.settle(sequenceOf(name) ?? 0)
    await this.#cursor.save()
    if (this.#retried.has(name)) await this.#retries.remove(name)
    this.#namesOf(name).gone(name)
    this.#retried.delete(name)
    moved()
    await this.divisions.forget(id)
    this.#inFlight.delete(name)
    // Whoever waits for names in that folder looks again.
    if (this.#retriedEarly.delete(name)) await this.#retries.add([name])
  }

  async #read(name: string): Promise<WaitingReport | undefined> {
    const number = sequenceOf(name)
    if (number === undefined || this.#cursor.isSettled(number)) return undefined
    const found = await this.#load(name)
    if (found === 'no report') this.#cursor.settle(number)
    return typeof found === 'string' ? undefined : found
  }

  /** What was removed or dropped meanwhile waits no more; what was not settled yet waits anyway. */
  async #readAgain(name: string): Promise<WaitingReport | undefined> {
    if (this.#inFlight.has(name)) {
      this.#retriedEarly.add(name)
      return undefined
    }
    const found = this.#cursor.isSettled(sequenceOf(name) ?? 0) ? await this.#load(name) : 'gone'
    if (found === 'gone' || found === 'no report') await this.#retries.remove(name)
    return typeof found === 'string' ? undefined : found
  }

  async #load(name: string): Promise<WaitingReport | 'gone' | 'no report' | 'unreadable'> {
    const found = await sealedReport(this.#folders, name)
    if (typeof found === 'object' && 'fault' in found) this.#leave(join(this.#folders.sealed, name), found.fault)
    if (typeof found === 'object' && 'fault' in found && !found.isReadable) {
      this.#unread.add(name)
      return 'unreadable'
    }
    this.#unread.delete(name)
    if (found === 'gone') return 'gone'
    // A report dropped by hand goes to no receiver.
    return found === 'dropped' || 'fault' in found ? 'no report' : found
  }

  #leave(file: string, reason: string): void {
    if (this.#left.has(file)) return
    this.#left.add(file)
    this.#tell(spoolNotices.fileNotOurs(file, reason))
  }
}
