import type { FileHandle } from 'node:fs/promises'
import { codeOf } from '../../../lib/system/errors.ts'
import { HEAD_LENGTH } from '../fingerprint/generation.ts'
import { type MemberPiece, decompress } from './decompression.ts'
import { openLog } from './log-handle.ts'
import type { Content, Read } from './open-file.ts'
import { ReadAhead } from './read-ahead.ts'

/**
 * A gzip file read from its beginning, as far as possible. Each of its members is a content by itself, as in cPanel's
 * archives: every rotation of a month appends one.
 */
export class GzipMembers implements Content {
  readonly #handle: FileHandle
  readonly #pieces: AsyncGenerator<MemberPiece, void, void>
  #ahead = new ReadAhead()
  #member = 0
  /** The first piece of the next member. */
  #next: MemberPiece | undefined
  #passed = 0
  #failure: string | undefined

  private constructor(handle: FileHandle) {
    this.#handle = handle
    this.#pieces = decompress(handle)
  }

  /** Rejects with the system's error, ENODATA for anything but a regular file. */
  static async open(path: string): Promise<GzipMembers> {
    return new GzipMembers(await openLog(path))
  }

  get offset(): number {
    return this.#ahead.cursor.offset
  }

  get skipping(): boolean {
    return this.#ahead.cursor.skipping
  }

  get generation(): string {
    return this.#ahead.cursor.generation
  }

  /** How much of the file has been decompressed, in bytes. */
  get passed(): number {
    return this.#passed
  }

  /** The code of the error that ended reading before the end of the file. */
  get failure(): string | undefined {
    return this.#failure
  }

  async fill(): Promise<void> {
    while (!this.#ahead.isEnough && this.#next === undefined) {
      const piece = await this.#pull()
      if (piece === undefined) break
      if (piece.member === this.#member) this.#ahead.add(piece.bytes)
      else this.#next = piece
    }
    if (this.offset === 0) this.#ahead.cursor.identify(this.#ahead.bytes.subarray(0, HEAD_LENGTH))
  }

  read(): Read {
    return this.#ahead.read()
  }

  advance(bytes: number, skipping: boolean): void {
    this.#ahead.advance(bytes, skipping)
  }

  /** Moves to the beginning of the next member; false if there is none. */
  nextMember(): boolean {
    if (this.#next === undefined) return false
    this.#ahead = new ReadAhead()
    this.#ahead.add(this.#next.bytes)
    this.#member = this.#next.member
    this.#next = undefined
    return true
  }

  async close(): Promise<void> {
    await this.#pieces.return()
    await this.#handle.close()
  }

  async #pull(): Promise<MemberPiece | undefined> {
    try {
      const { value } = await this.#pieces.next()
      this.#passed = value?.passed ?? this.#passed
      return value ?? undefined
    } catch (error) {
      this.#failure = codeOf(error)
      if (this.#failure === undefined) throw error
      return undefined
    }
  }
}
