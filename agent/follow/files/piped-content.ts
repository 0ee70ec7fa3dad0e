import { HEAD_LENGTH } from '../fingerprint/generation.ts'
import type { Content, Read } from './open-file.ts'
import { ReadAhead } from './read-ahead.ts'

const NEWLINE = 0x0a

/** A pipe, or a file read in one go, as a content, so that it is split into lines as a log is. */
export class PipedContent implements Content {
  readonly #pieces: AsyncIterator<Buffer>
  readonly #ahead = new ReadAhead()
  #isEnded = false

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
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

  /** How many bytes were taken beyond the offset. */
  get ahead(): number {
    return this.#ahead.bytes.length
  }

  /** Waits for one complete line and no longer: whoever watches a log through a pipe sees each line at once. */
  async fill(): Promise<void> {
    let isLine = this.#ahead.bytes.includes(NEWLINE)
    while (!isLine && !this.#isEnded && !this.#ahead.isEnough) {
      const { value, done } = await this.#pieces.next()
      this.#isEnded = done === true
      if (done === true) break
      this.#ahead.add(value)
      isLine = value.includes(NEWLINE)
    }
    if (this.offset === 0) this.#ahead.cursor.identify(this.#ahead.bytes.subarray(0, HEAD_LENGTH))
  }

  read(): Read {
    return this.#ahead.read()
  }

  advance(bytes: number, skipping: boolean): void {
    this.#ahead.advance(bytes, skipping)
  }
}
