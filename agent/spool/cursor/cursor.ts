import { randomUUID } from 'node:crypto'
import { link, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../../lib/system/errors.ts'
import { syncFolder, writeAtomically, writeSynced } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const past = { begin: v.exactOptional(number), givenUp: v.exactOptional(number) }
const cursor = v.object({ version: v.literal(1), upTo: number, settled: v.array(number), ...past })

/** How a receiver came to be where it is: by numbers of reports, absent where that is not known or never happened. */
interface Past {
  /** Up to here all was sealed before it was there. */
  readonly begin?: number
  /** Up to here what it had not had was given up. */
  readonly givenUp?: number
}

/** File name of a cursor in its receiver's folder. */
const CURSOR = 'cursor.json'

/** A receiver's durable position in the sequence of sealed reports. */
export class ReceiverCursor {
  readonly #file: string
  #upTo: number
  readonly #settled: Set<number>
  #past: Past
  #saving: Promise<void> | undefined
  #next: Promise<void> | undefined

  private constructor(file: string, upTo: number, settled: Iterable<number>, past: Past) {
    this.#file = file
    this.#upTo = upTo
    this.#settled = new Set(settled)
    this.#past = past
  }

  /**
   * Opens the cursor in a receiver's folder. If the file is damaged or missing, calls `onDamage` and starts before all
   * reports: the receiver recognises by their ids the ones that it already has.
   */
  static async open(folder: string, onDamage: (file: string) => void): Promise<ReceiverCursor> {
    const saved = await ReceiverCursor.read(folder)
    if (saved instanceof ReceiverCursor) return saved
    const file = join(folder, CURSOR)
    onDamage(file)
    const opened = new ReceiverCursor(file, 0, [], {})
    await opened.save()
    return opened
  }

  /** Creates the cursor of a new receiver, after report number `upTo`; leaves one that is there already. */
  static async create(folder: string, upTo: number): Promise<void> {
    const file = join(folder, CURSOR)
    // Collector and transmitter may both be at it, even in one process.
    const own = `${file}.${randomUUID()}.tmp`
    await writeSynced(own, textOf({ upTo, settled: [], begin: upTo }))
    await link(own, file).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
    await unlink(own)
    await syncFolder(folder)
  }

  /** The cursor in a receiver's folder as it was saved last; undefined if the receiver was never opened. */
  static async read(folder: string): Promise<ReceiverCursor | 'damaged' | undefined> {
    const file = join(folder, CURSOR)
    const text = await readRegularFile(file).catch(contentOfFault)
    if (text === undefined) return undefined
    const saved = v.safeParse(v.pipe(foreignJson, cursor), text)
    if (!saved.success) return 'damaged'
    const { version: _version, upTo, settled, ...past } = saved.output
    return new ReceiverCursor(file, upTo, settled, past)
  }

  /** All reports up to this number are settled. */
  get upTo(): number {
    return this.#upTo
  }

  /** Whether a settled report was sealed before the receiver was there, may have been given up, or was had. */
  endOf(number: number): 'before' | 'given up' | 'had' {
    const { begin = 0, givenUp = 0 } = this.#past
    if (number <= begin) return 'before'
    return number <= givenUp ? 'given up' : 'had'
  }

  isSettled(number: number): boolean {
    return number <= this.#upTo || this.#settled.has(number)
  }

  /** Marks a report as one that no longer needs sending; `save` makes that durable. */
  settle(number: number): void {
    if (number > this.#upTo) this.#settled.add(number)
    while (this.#settled.delete(this.#upTo + 1)) this.#upTo += 1
  }

  /** Marks all reports up to a number as settled. */
  skipTo(number: number): void {
    this.#upTo = Math.max(this.#upTo, number)
    for (const each of this.#settled) if (each <= this.#upTo) this.#settled.delete(each)
  }

  /** Gives up all reports up to a number that are not settled. */
  giveUpTo(number: number): void {
    this.#past = { ...this.#past, givenUp: number }
    this.skipTo(number)
  }

  /** Closes the gaps when no report waits, so that numbers missing from the sequence cannot hold `upTo` back. */
  settleAll(): void {
    this.skipTo(Math.max(this.#upTo, ...this.#settled))
  }

  /** Resolves when everything settled before the call is durable; calls made during a write share the next one. */
  async save(): Promise<void> {
    this.#next ??= this.#saveAfter(this.#saving)
    await this.#next
  }

  async #saveAfter(before: Promise<void> | undefined): Promise<void> {
    // The callers that waited for that save get its error.
    await before?.catch(() => undefined)
    this.#saving = this.#next
    this.#next = undefined
    const settled = [...this.#settled].toSorted((a, b) => a - b)
    await writeAtomically(this.#file, textOf({ upTo: this.#upTo, settled, ...this.#past }))
  }
}

function textOf(position: Past & { readonly upTo: number; readonly settled: readonly number[] }): string {
  return `${JSON.stringify({ version: 1, ...position })}\n`
}

/** undefined if there is no file; otherwise empty text, which is no valid cursor. */
function contentOfFault(error: unknown): string | undefined {
  return codeOf(error) === 'ENOENT' ? undefined : ''
}
