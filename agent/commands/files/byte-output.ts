import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Io } from '../../../lib/command-line/command.ts'
import { type ByteText, bufferOf, shownBytes } from '../../files/byte-text.ts'

/** Bytes written at a time. */
const STRETCH = 16 * 1024

/**
 * Writes a list no faster than it is read. A file or a pipe gets the very bytes of each name, as `ls` does it; on a
 * terminal they are made harmless.
 */
export class ByteOutput {
  readonly #stdout: Writable
  readonly #signal: AbortSignal
  readonly #hash = createHash('sha256')
  readonly #isTerminal: boolean
  #waiting: ByteText = ''

  constructor({ stdout, signal }: Pick<Io, 'stdout' | 'signal'>) {
    this.#stdout = stdout
    this.#signal = signal
    this.#isTerminal = 'isTTY' in stdout && stdout.isTTY === true
  }

  /** Rejects with `AbortError`, or the error of the stream. */
  async write(text: ByteText): Promise<void> {
    this.#waiting += text
    if (this.#waiting.length > STRETCH) await this.flush()
  }

  /** Resolves once all is with the system. */
  async flush(): Promise<void> {
    const bytes = bufferOf(this.#waiting)
    this.#hash.update(bytes)
    const shown = this.#isTerminal ? this.#waiting.replaceAll(/[^\n\t]+/g, shownBytes) : bytes
    this.#waiting = ''
    const isFull = !this.#stdout.write(shown)
    if (isFull) await once(this.#stdout, 'drain', { signal: this.#signal })
  }

  /** SHA-256 of all that was written. */
  get digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
