import { Cursor } from './cursor.ts'
import { LONGEST_LINE, type Read } from './open-file.ts'

/** Content that comes piece by piece: what is ready to be read of it, and where reading stands. */
export class ReadAhead {
  readonly cursor = new Cursor()
  /** The bytes before the offset, then those that are ready. */
  #bytes: Buffer = Buffer.alloc(0)
  #added: Buffer[] = []
  #length = 0

  /** Whether a whole read is ready. */
  get isEnough(): boolean {
    return this.#length >= this.cursor.before.length + LONGEST_LINE
  }

  /** What is ready, and not read yet. */
  get bytes(): Buffer {
    if (this.#added.length > 0) this.#bytes = Buffer.concat([this.#bytes, ...this.#added])
    this.#added = []
    return this.#bytes.subarray(this.cursor.before.length)
  }

  /** Goes to a place with these bytes before it; what is added next stands after it. */
  move(offset: number, before: Buffer): void {
    this.cursor.move(offset, before)
    this.#bytes = before
    this.#added = []
    this.#length = before.length
  }

  add(piece: Buffer): void {
    this.#added.push(piece)
    this.#length += piece.length
  }

  read(): Read {
    const { bytes } = this
    return bytes.length === 0 ? 'end' : { bytes: bytes.subarray(0, LONGEST_LINE) }
  }

  advance(bytes: number, skipping: boolean): void {
    const passed = this.cursor.before.length + bytes
    this.cursor.advance(this.#bytes, bytes, skipping)
    this.#bytes = this.#bytes.subarray(passed - this.cursor.before.length)
    this.#length = this.#bytes.length
  }
}
