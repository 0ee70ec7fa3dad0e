import { join } from 'node:path'
import * as v from 'valibot'
import { codeOf } from '../../../lib/system/errors.ts'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const cursor = v.object({ version: v.literal(1), upTo: number, settled: v.array(number) })

/** File name of a cursor in its receiver's folder. */
const CURSOR = 'cursor.json'

/** A receiver's durable position in the sequence of sealed reports. */
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
   * Opens the cursor in a receiver's folder. A new receiver starts after the report number that `end` returns, and its
   * cursor is saved. If the file is damaged, calls `onDamage` and starts before all reports: the receiver recognises by
   * their ids the ones that it already has.
   */
  static async open(folder: string, end: () => Promise<number>, onDamage: (file: string) => void): Promise<Cursor> {
    const saved = await Cursor.read(folder)
    if (saved instanceof Cursor) return saved
    const file = join(folder, CURSOR)
    if (saved === 'damaged') onDamage(file)
    const opened = new Cursor(file, saved === 'damaged' ? 0 : await end(), [])
    await opened.save()
    return opened
  }

  /** The cursor in a receiver's folder as it was saved last; undefined if the receiver was never opened. */
  static async read(folder: string): Promise<Cursor | 'damaged' | undefined> {
    const file = join(folder, CURSOR)
    const text = await readRegularFile(file).catch(contentOfFault)
    if (text === undefined) return undefined
    const saved = v.safeParse(v.pipe(foreignJson, cursor), text)
    return saved.success ? new Cursor(file, saved.output.upTo, saved.output.settled) : 'damaged'
  }

  /** All reports up to this number are settled. */
  get upTo(): number {
    return this.#upTo
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
    await writeAtomically(this.#file, `${JSON.stringify({ version: 1, upTo: this.#upTo, settled })}\n`)
  }
}

/** undefined if there is no file; otherwise empty text, which is no valid cursor. */
function contentOfFault(error: unknown): string | undefined {
  return codeOf(error) === 'ENOENT' ? undefined : ''
}
