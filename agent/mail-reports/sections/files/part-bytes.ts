import { createHash } from 'node:crypto'
import { bufferOf, type ByteText } from '../../../files/byte-text.ts'
import type { PartOutput } from '../part-output.ts'

/** Characters written at a time. */
const STRETCH = 16 * 1024

/** Writes the bytes of a part no faster than they are taken, and makes a digest of them. */
export class PartBytes {
  readonly #out: PartOutput
  readonly #hash = createHash('sha256')
  #waiting: ByteText = ''

  constructor(out: PartOutput) {
    this.#out = out
  }

  /** Rejects as `PartOutput` does. */
  async write(text: ByteText): Promise<void> {
    this.#waiting += text
    if (this.#waiting.length > STRETCH) await this.#flush()
  }

  /** Writes what is left; resolves with the SHA-256 of the whole part. */
  async end(): Promise<string> {
    await this.#flush()
    return this.#hash.digest('hex')
  }

  async #flush(): Promise<void> {
    const bytes = bufferOf(this.#waiting)
    this.#waiting = ''
    this.#hash.update(bytes)
    await this.#out.write(bytes)
  }
}
