import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const cursor = v.object({ version: v.literal(1), upTo: number, settled: v.array(number) })

/** The file that holds a cursor, in the folder of its receiver. */
const CURSOR = 'cursor.json'

/** How far a receiver is in the sequence of sealed reports; kept on the disk. */
export class Cursor {
  readonly #file: string
  #upTo: number
  readonly #settled: Set<number>
  #saving: Promise<void> | undefined
  #next: Promise<void> | undefined

  private constructor(file: string, upTo: number, settled: Iterable<number>) {
    this.#file = file
    this.#upTo = upTo
    this.#settled = new Set(settled)
  }

  /**
   * The cursor of a receiver, by its folder. That of a new receiver stands after the report whose number `end` tells, and
   * is saved; where the file is not whole, `onDamage` hears so, and the cursor stands before all reports: a receiver
   * knows by their ids what it had before.
   */
  static async open(folder: string, end: () => Promise<number>, onDamage: (file: string) => void): Promise<Cursor> {
    const file = join(folder, CURSOR)
    const text = await readRegularFile(file).catch(contentOfFault)
    const saved = v.safeParse(v.pipe(foreignJson, cursor), text ?? '')
    if (saved.success) return new Cursor(file, saved.output.upTo, saved.output.settled)
    if (text !== undefined) onDamage(file)
    const opened = new Cursor(file, text === undefined ? await end() : 0, [])
    await opened.save()
    return opened
  }

  /** Every report up to this number is settled. */
  get upTo(): number {
    return this.#upTo
  }

  isSettled(number: number): boolean {
    return number <= this.#upTo || this.#settled.has(number)
  }

  /** A report need not be sent any more; `save` brings that to the disk. */
  settle(number: number): void {
    if (number > this.#upTo) this.#settled.add(number)
    while (this.#settled.delete(this.#upTo + 1)) this.#upTo += 1
  }

  /** Every report up to a number is settled. */
  skipTo(number: number): void {
    this.#upTo = Math.max(this.#upTo, number)
    for (const each of this.#settled) if (each <= this.#upTo) this.#settled.delete(each)
  }

  /** No report waits: numbers that are missing in the sequence hold up nothing. */
  settleAll(): void {
    this.skipTo(Math.max(this.#upTo, ...this.#settled))
  }

  /** Resolves when all that was settled before the call is on the disk; one write serves all who ask meanwhile. */
  async save(): Promise<void> {
    this.#next ??= this.#saveAfter(this.#saving)
    await this.#next
  }

  async #saveAfter(before: Promise<void> | undefined): Promise<void> {
    // Its failure is told to those who waited for it.
    await before?.catch(() => undefined)
    this.#saving = this.#next
    this.#next = undefined
    const settled = [...this.#settled].toSorted((a, b) => a - b)
    await writeAtomically(this.#file, `${JSON.stringify({ version: 1, upTo: this.#upTo, settled })}\n`)
  }
}

/** Undefined where there is no file; nothing that is a cursor where it cannot be read. */
function contentOfFault(error: unknown): string | undefined {
  return codeOf(error) === 'ENOENT' ? undefined : ''
}
