import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** What the part of a section says first: its media type, `text/plain; charset=utf-8`. */
export interface PartHead {
  readonly media: string
}

const TEXT: PartHead = { media: 'text/plain; charset=utf-8' }

/** The part of a mail that a section writes: a head in JSON, then bytes no faster than they are taken. */
export class PartOutput {
  readonly #stream: Writable
  readonly #signal: AbortSignal
  #head = TEXT
  #hasBegun = false

  constructor(stream: Writable, signal: AbortSignal) {
    this.#stream = stream
    this.#signal = signal
  }

  /** What it is, if not text; before the first write. */
  set media(media: string) {
    this.#head = { media }
  }

  /** Rejects with `AbortError`, or the error of the stream. */
  async write(piece: Uint8Array | string): Promise<void> {
    if (piece.length === 0) return
    if (!this.#hasBegun) this.#stream.write(`${JSON.stringify(this.#head)}\n`)
    this.#hasBegun = true
    if (!this.#stream.write(piece)) await once(this.#stream, 'drain', { signal: this.#signal })
  }
}
