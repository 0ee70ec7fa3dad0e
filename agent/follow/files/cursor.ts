import { type Position, resumesAt } from '../checkpoint.ts'
import { FINGERPRINT_LENGTH, fingerprintOf, matches } from '../fingerprint/fingerprint.ts'
import { generationOf } from '../fingerprint/generation.ts'

const NEWLINE = 0x0a

/** Where reading of one content stands, with the bytes right before the offset. */
export class FileCursor {
  #generation = ''
  #offset = 0
  #skipping = false
  /**
   * The bytes right before the offset, at most FINGERPRINT_LENGTH, each as a character: in V8's heap, which compacts.
   * Buffers of thousands of logs, made between others, leave holes that malloc cannot give back.
   */
  #before = ''
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

  /** How many bytes before the offset are known, at most FINGERPRINT_LENGTH. */
  get known(): number {
    return this.#before.length
  }

  /** Whether these begin with the bytes that are known. */
  continuesIn(bytes: Buffer): boolean {
    const { known } = this
    return bytes.length >= known && bytes.toString('latin1', 0, known) === this.#before
  }

  /** The position to save, for a file with this inode. */
  positionIn(inode: string): Position {
    const { offset, skipping, generation } = this
    const sealed = this.#sealed
    if (sealed !== undefined && offset < sealed.offset) return { ...sealed, inode, generation, again: offset }
    return { inode, generation, offset, skipping, seam: fingerprintOf(Buffer.from(this.#before, 'latin1')) }
  }

  /** Sets the generation, given the first HEAD_LENGTH bytes of the content. */
  identify(head: Buffer): void {
    this.#generation = generationOf(head)
  }

  /** Moves over bytes that were read; `read` holds the bytes before the offset and at least as many after it. */
  advance(read: Buffer, bytes: number, skipping: boolean): void {
    const end = this.known + bytes
    this.#before = read.toString('latin1', Math.max(0, end - FINGERPRINT_LENGTH), end)
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
    this.#before = before.toString('latin1')
    this.#skipping = skipping
    this.#sealed = undefined
  }

  /** Starts over with a new generation: the content was replaced. */
  restart(): void {
    this.#generation = ''
    this.move(0, Buffer.alloc(0))
  }
}
