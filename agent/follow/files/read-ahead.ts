import type { Position } from '../checkpoint.ts'
import { LONGEST_LINE } from '../scan/longest-line.ts'
import { FileCursor } from './cursor.ts'
import type { Read } from './open-file.ts'

/** Buffers a content that arrives piece by piece, with the cursor where reading stands. */
export class ReadAhead {
  readonly cursor = new FileCursor()
  /** The bytes before the offset, then the unread ones. */
  #bytes: Buffer = Buffer.alloc(0)
  #added: Buffer[] = []
  #length = 0

  /** Whether there is enough for a whole read. */
  get isEnough(): boolean {
    return this.#length >= this.cursor.known + LONGEST_LINE
  }

  /** The unread bytes. */
  get bytes(): Buffer {
    if (this.#added.length > 0) this.#bytes = Buffer.concat([this.#bytes, ...this.#added])
    this.#added = []
    return this.#bytes.subarray(this.cursor.known)
  }

  /** Moves to an offset with these bytes before it; the next piece added continues there. */
  move(offset: number, before: Buffer): void {
    this.cursor.move(offset, before)
    this.#restart(before)
  }

  /** The same for a position that is to be read again from an earlier offset. */
  goBack(position: Position, before: Buffer): void {
    this.cursor.goBack(position, before)
    this.#restart(before)
  }

  #restart(before: Buffer): void {
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
    const passed = this.cursor.known + bytes
    this.cursor.advance(this.#bytes, bytes, skipping)
    this.#bytes = this.#bytes.subarray(passed - this.cursor.known)
    this.#length = this.#bytes.length
  }
}
