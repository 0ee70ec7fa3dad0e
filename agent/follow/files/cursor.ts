import { type Position, resumesAt } from '../checkpoint.ts'
import { FINGERPRINT_LENGTH, fingerprintOf, matches } from '../fingerprint/fingerprint.ts'
import { generationOf } from '../fingerprint/generation.ts'

const NEWLINE = 0x0a

const NOTHING = Buffer.alloc(0)

/** Where reading of one content stands, with the bytes right before the offset. */
export class FileCursor {
  #generation = ''
  #offset = 0
  #skipping = false
  #before: Buffer = NOTHING
  /** Where `#before` is kept while reading goes on: thousands of logs would leave a piece of a pool with each read. */
  #kept: Buffer = NOTHING
  /** Up to there everything is sealed, and read again. */
  #sealed: Pick<Position, 'offset' | 'skipping' | 'seam' | 'ended'> | undefined

  get offset(): number {
    return this.#offset
  }

  /** Whether the offset is inside a line that is too long. */
  get skipping(): boolean {
    return this.#skipping
  }

  /** The content's generation; '' until `identify` is called. */
  get generation(): string {
    return this.#generation
  }

  /** The bytes before the offset, at most FINGERPRINT_LENGTH; valid until the next move. */
  get before(): Buffer {
    return this.#before
  }

  /** The position to save, for a file with this inode. */
  positionIn(inode: string): Position {
    const { offset, skipping, generation } = this
    const sealed = this.#sealed
    if (sealed !== undefined && offset < sealed.offset) return { ...sealed, inode, generation, again: offset }
    return { inode, generation, offset, skipping, seam: fingerprintOf(this.#before) }
  }

  /** Sets the generation, given the first HEAD_LENGTH bytes of the content. */
  identify(head: Buffer): void {
    this.#generation = generationOf(head)
  }

  /** Moves over bytes that were read; `read` holds the bytes before the offset and at least as many after it. */
  advance(read: Buffer, bytes: number, skipping: boolean): void {
    const end = this.#before.length + bytes
    const length = Math.min(end, FINGERPRINT_LENGTH)
    if (this.#kept.length === 0) this.#kept = Buffer.allocUnsafeSlow(FINGERPRINT_LENGTH)
    read.copy(this.#kept, 0, end - length, end)
    if (length === FINGERPRINT_LENGTH) this.#before = this.#kept
    else if (this.#before.length !== length || this.#before.buffer !== this.#kept.buffer)
      this.#before = this.#kept.subarray(0, length)
    this.#offset += bytes
    this.#skipping = skipping
  }

  /** Moves to a saved position if its fingerprint is that of `before`; else returns false and changes nothing. */
  resume(position: Position, before: Buffer): boolean {
    if (!matches(position.seam, before)) return false
    this.#generation = position.generation
    this.move(position.offset, before, position.skipping)
    return true
  }

  /** Moves back to where a position in this content is to be read again; `before` holds the bytes before that. */
  goBack(position: Position, before: Buffer): void {
    const to = resumesAt(position)
    // A range can begin in a line that is too long: the rest of that is none.
    this.move(to, before, to > 0 && before.at(-1) !== NEWLINE)
    const { offset, skipping, seam, ended } = position
    this.#sealed = { offset, skipping, seam, ...(ended && { ended }) }
  }

  /** Moves to the beginning of a line of the same content or, with `skipping`, into a line that is too long. */
  move(offset: number, before: Buffer, skipping = false): void {
    this.#offset = offset
    this.#before = before
    this.#skipping = skipping
    this.#sealed = undefined
  }

  /** Starts over with a new generation: the content was replaced. */
  restart(): void {
    this.#generation = ''
    this.move(0, NOTHING)
  }
}
