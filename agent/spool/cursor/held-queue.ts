import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Tell } from '../../../lib/notice/notice.ts'
import { ensurePrivateFolder } from '../../../lib/system/files/folder.ts'
import { spoolNotices } from '../notices.ts'
import { WaitingNames } from '../outbox/waiting-names.ts'
import { reportName, sequenceOf } from '../reports/report-name.ts'
import type { WaitingReport } from '../reports/waiting-report.ts'
import { newestFirst } from '../sealed-numbers.ts'
import { receiverFolder, type SpoolFolders } from '../spool-folders.ts'
import { ReceiverCursor } from './cursor.ts'
import { createCursors } from './new-cursors.ts'
import { type Refusal, Refusals } from './refusals.ts'
import { Retries } from './retries.ts'
import { sealedReport } from './sealed-report.ts'

/** So many held reports are known by their numbers; beyond them each counts as held. */
const MOST_NUMBERS = 10_000

/** So often a report is tried that cannot be read. */
const MOST_TRIES = 3

/** A report, and when it was sealed, in milliseconds since the epoch. */
export interface SealedReport {
  readonly report: WaitingReport
  readonly number: number
  readonly sealedAt: number
  /** It was settled once, and is to be sent again. */
  readonly isAgain: boolean
}

/** A part of what was handed out: all of it until then. */
export interface Mark {
  /** The highest number. */
  readonly upTo: number
  /** The names of those that were to be sent again. */
  readonly again: readonly string[]
}

/**
 * The sequence of sealed reports for a receiver that is told of many at once. Each report is handed out once, in order,
 * and then held or passed over, which writes nothing. What is held is settled all at once; until then the cursor stays
 * before it, so that the next process is handed out the same again.
 */
export class HeldQueue {
  readonly #folders: SpoolFolders
  readonly #name: string
  readonly #cursor: ReceiverCursor
  readonly #refusals: Refusals
  readonly #retries: Retries
  readonly #tell: Tell
  readonly #names: WaitingNames
  readonly #again: WaitingNames
  readonly #left = new Set<string>()
  readonly #unread = new Map<string, number>()
  /** All up to this number was handed out. */
  #read: number
  /** The numbers of what is held, in order. */
  #held: number[] = []
  /** Not all of what is held is among these numbers. */
  #isOverfull = false
  #heldAgain: string[] = []
  #oldestAgain = Infinity
  #savedUpTo: number

  private constructor(folders: SpoolFolders, name: string, cursor: ReceiverCursor, tell: Tell) {
    this.#folders = folders
    this.#name = name
    this.#cursor = cursor
    this.#read = cursor.upTo
    this.#savedUpTo = cursor.upTo
    this.#refusals = new Refusals(receiverFolder(folders, name))
    this.#retries = new Retries(folders, name)
    this.#tell = tell
    const strangersIn =
      (folder: string) =>
      (stranger: string): void =>
        this.#leave(join(folder, stranger), 'its name is not that of a report')
    this.#names = new WaitingNames(folders.sealed, strangersIn(folders.sealed), { from: () => reportName(this.#read) })
    this.#again = new WaitingNames(this.#retries.folder, strangersIn(this.#retries.folder))
  }

  /**
   * Opens the queue of a receiver by its name; a new one starts with the next report to be sealed. What is known to be
   * settled up to a number is not handed out, even if the cursor does not say so yet.
   */
  static async open(folders: SpoolFolders, name: string, settledTo: number, tell: Tell): Promise<HeldQueue> {
    await createCursors(folders, [name])
    const onDamage = (file: string): void => tell(spoolNotices.cursorUnreadable(name, file))
    const cursor = await ReceiverCursor.open(receiverFolder(folders, name), onDamage)
    cursor.skipTo(settledTo)
    const queue = new HeldQueue(folders, name, cursor, tell)
    for (const folder of queue.folders) await ensurePrivateFolder(folder)
    return queue
  }

  /** The folders in which a name appears when more waits. */
  get folders(): readonly string[] {
    return [this.#folders.sealed, this.#retries.folder]
  }

  /** Up to this number the receiver needs no report. */
  get upTo(): number {
    return Math.min(this.#cursor.upTo, this.#oldestAgain - 1)
  }

  /** Whether the cursor on disk is behind. */
  get isUnsaved(): boolean {
    return this.#cursor.upTo > this.#savedUpTo
  }

  /** All that was handed out so far. */
  get mark(): Mark {
    return { upTo: this.#read, again: [...this.#heldAgain] }
  }

  /** The next report; undefined if there is none. Throws the system's error if one cannot be read for now. */
  async next(): Promise<SealedReport | undefined> {
    return (
      (await this.#names.first((name) => this.#load(name, false))) ??
      (await this.#again.first((name) => this.#load(name, true)))
    )
  }

  /** Holds the report that came last until it is settled. */
  hold({ report: { name }, number, isAgain }: SealedReport): void {
    if (isAgain) {
      this.#heldAgain.push(name)
      return
    }
    if (this.#held.length < MOST_NUMBERS && !this.#isOverfull) this.#held.push(number)
    else this.#isOverfull = true
    this.#goOn(name, number)
  }

  /** Passes over the report that came last. */
  async pass({ report: { name }, number, isAgain }: SealedReport): Promise<void> {
    if (!isAgain) return this.#goOn(name, number)
    await this.#refusals.noteAll([name], '')
    await this.#settleAgain([name])
  }

  /** Saves how far the cursor is; durable when this resolves. */
  async save(): Promise<void> {
    const { upTo } = this.#cursor
    await this.#cursor.save()
    this.#savedUpTo = upTo
  }

  /** Settles what was handed out until a mark, as told or, with a reason, refused; durable when this resolves. */
  async settle(mark: Mark, refused = ''): Promise<void> {
    const { upTo, again } = mark
    const held = this.#held.filter((number) => number <= upTo).map(reportName)
    if (refused !== '') {
      await this.#refusals.noteAll([...again, ...held], refused)
      const [only = '', ...others] = [...again, ...held]
      const what = others.length === 0 ? only : `a message about ${others.length + 1} reports`
      this.#tell(spoolNotices.reportRefusedBy(this.#name, what, refused))
    } else if (again.length > 0) await this.#refusals.noteAll(again, '')
    await this.settleNoted(mark)
  }

  /** Settles it likewise, where `noteRefused` says what of it was refused. */
  async settleNoted({ upTo, again }: Mark): Promise<void> {
    const later = this.#held.filter((number) => number > upTo)
    this.#isOverfull &&= this.#read > upTo
    const next = later.at(0)
    this.#cursor.skipTo(next === undefined ? (this.#isOverfull ? upTo : this.#read) : next - 1)
    await this.save()
    this.#held = later
    await this.#settleAgain(again)
  }

  /** What of a report is noted as refused. */
  async refusedOf({ report: { name } }: SealedReport): Promise<readonly Refusal[]> {
    return (await this.#refusals.list()).filter(({ report }) => report === name)
  }

  /** Notes what of a report was refused, in place of what was noted before; durable when this resolves. */
  noteRefused({ report: { name } }: SealedReport, refused: readonly Omit<Refusal, 'report'>[]): Promise<void> {
    return this.#refusals.note(name, refused)
  }

  /** If what waits or is held exceeds `most` bytes, settles the oldest until the rest fits; returns how many. */
  async giveUpBeyond(most: number): Promise<number> {
    this.#oldestAgain = Math.min(...(await this.#retries.numbers()))
    const held = new Set(this.#held)
    const known = this.#isOverfull ? (this.#held.at(-1) ?? 0) : this.#read
    let [bytes, count, last] = [0, 0, 0]
    for await (const number of newestFirst(this.#cursor.upTo, this.#folders)) {
      const stats = lstatSync(join(this.#folders.sealed, reportName(number)), { throwIfNoEntry: false })
      if (stats === undefined || (number <= known && !held.has(number))) continue
      bytes += stats.size
      if (bytes <= most || last === 0) last = number
      else count += 1
    }
    if (count === 0) return 0
    this.#cursor.giveUpTo(last - 1)
    this.#held = this.#held.filter((number) => number >= last)
    await this.save()
    return count
  }

  #goOn(name: string, number: number): void {
    this.#read = number
    this.#names.gone(name)
    if (this.#held.length === 0 && !this.#isOverfull) this.#cursor.skipTo(number)
  }

  async #settleAgain(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.#retries.remove(name)
      this.#again.gone(name)
    }
    this.#heldAgain = this.#heldAgain.filter((name) => !names.includes(name))
  }

  async #load(name: string, isAgain: boolean): Promise<SealedReport | undefined> {
    const file = join(this.#folders.sealed, name)
    // What is not settled yet waits anyway.
    const number = sequenceOf(name) ?? 0
    const isWaiting = isAgain && number > this.#cursor.upTo
    const found = isWaiting ? 'gone' : await sealedReport(this.#folders, name)
    const sealedAt = lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (typeof found === 'object' && !('fault' in found)) return { report: found, number, sealedAt, isAgain }
    if (typeof found === 'object') this.#leaveOrThrow(file, found)
    if (isAgain) await this.#retries.remove(name)
    return undefined
  }

  /** Throws a few times for what may be readable again. */
  #leaveOrThrow(file: string, { fault, isReadable }: { readonly fault: string; readonly isReadable: boolean }): void {
    const tries = (this.#unread.get(file) ?? 0) + 1
    if (isReadable || tries >= MOST_TRIES) {
      this.#unread.delete(file)
      this.#leave(file, fault)
      return
    }
    this.#unread.set(file, tries)
    throw Object.assign(new Error(`${file}: ${fault}`), { code: 'EIO' })
  }

  #leave(file: string, reason: string): void {
    if (this.#left.has(file)) return
    this.#left.add(file)
    this.#tell(spoolNotices.fileNotOurs(file, reason))
  }
}
