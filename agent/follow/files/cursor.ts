import { hash } from 'node:crypto'
import type { Position } from '../checkpoint.ts'
import { SEAM_LENGTH, fits, seamOf } from '../fingerprint/fingerprint.ts'

/** A file's first line names its generation; of a longer one this many bytes do. */
export const HEAD_LENGTH = 4096

const NEWLINE = 0x0a

/** Where reading of one file's content stands, with the bytes right before it. */
export class Cursor {
  #generation = ''
  #offset = 0
  #skipping = false
  #before: Buffer = Buffer.alloc(0)

  get offset(): number {
    return this.#offset
  }

  /** Whether the offset stands inside a line that is too long. */
  get skipping(): boolean {
    return this.#skipping
  }

  /** The generation's name; '' before `name` was called. */
  get generation(): string {
    return this.#generation
  }

  /** The bytes before the offset, at most SEAM_LENGTH. */
  get before(): Buffer {
    return this.#before
  }

  /** As it is saved, for a file of this inode. */
  positionIn(inode: string): Position {
    const { offset, skipping, generation } = this
    return { inode, generation, offset, skipping, seam: seamOf(this.#before) }
  }

  /** Names the generation by the first HEAD_LENGTH bytes of the content. */
  name(head: Buffer): void {
    this.#generation = nameOf(head)
  }

  /** Passes over bytes; `read` are those before the offset and after them at least so many. */
  advance(read: Buffer, bytes: number, skipping: boolean): void {
    const end = this.#before.length + bytes
    this.#before = Buffer.from(read.subarray(Math.max(0, end - SEAM_LENGTH), end))
    this.#offset += bytes
    this.#skipping = skipping
  }

  /** Goes on at a saved position; false, and nothing is changed, where other bytes stand before it. */
  resume(position: Position, before: Buffer): boolean {
    if (!fits(position.seam, before)) return false
    this.#generation = position.generation
    this.move(position.offset, before, position.skipping)
    return true
  }

  /** Goes to the beginning of a line of the same content, or into one that is too long. */
  move(offset: number, before: Buffer, skipping = false): void {
    this.#offset = offset
    this.#before = before
    this.#skipping = skipping
  }

  /** Begins anew, as another generation: the content was replaced. */
  restart(): void {
    this.#generation = ''
    this.move(0, Buffer.alloc(0))
  }
}

/** Names a content by its first HEAD_LENGTH bytes. */
function nameOf(head: Buffer): string {
  const end = head.indexOf(NEWLINE) + 1
  const line = end === 0 ? head : head.subarray(0, end)
  return hash('sha256', line, 'base64url').slice(0, 22)
}

/** The generation of a content that begins so; undefined as long as its first line is not complete. */
export function generationOf(head: Buffer): string | undefined {
  return head.length < HEAD_LENGTH && !head.includes(NEWLINE) ? undefined : nameOf(head)
}
