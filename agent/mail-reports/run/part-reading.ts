import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'

/** The most bytes of a part of a mail; what is beyond is counted. */
const LONGEST_PART = 64 * 1024 ** 2

const LONGEST_HEAD = 1024

/** `type/subtype`, perhaps with parameters: printable, and nothing that could end a header. */
const MEDIA = /^[\w.+-]{1,64}\/[\w.+-]{1,64}(?:; ?[\w-]{1,32}=[\w.+-]{1,64}){0,4}$/

const head = v.pipe(foreignJson, v.object({ media: v.pipe(v.string(), v.regex(MEDIA)) }))

/** A part of a mail as the process of a section writes it: the other side of `PartOutput`. */
export class PartReading {
  readonly #pieces: AsyncIterator<unknown>
  #bytes = 0
  #cut = 0

  constructor(output: AsyncIterable<unknown>) {
    this.#pieces = output[Symbol.asyncIterator]()
  }

  /** Bytes of the content that were read, and bytes that were left out, as there were too many. */
  get size(): { readonly bytes: number; readonly cut: number } {
    return { bytes: this.#bytes, cut: this.#cut }
  }

  /** Its media type and content, which has to be read; undefined if there is none. Throws if it begins wrongly. */
  async begin(): Promise<{ readonly media: string; readonly content: AsyncIterable<Buffer> } | undefined> {
    let start = Buffer.alloc(0)
    let end = -1
    while (end < 0) {
      const piece = await this.#next()
      if (piece === undefined && start.length === 0) return undefined
      if (piece === undefined || start.length > LONGEST_HEAD) throw new Error('what it wrote has no head')
      start = Buffer.concat([start, piece])
      end = start.indexOf(0x0a)
    }
    const read = v.safeParse(head, start.subarray(0, end).toString())
    if (!read.success) throw new Error('what it wrote has a wrong head')
    return { media: read.output.media, content: this.#content(start.subarray(end + 1)) }
  }

  async *#content(first: Buffer): AsyncGenerator<Buffer, void, void> {
    for (let piece: Buffer | undefined = first; piece !== undefined; piece = await this.#next()) {
      const room = LONGEST_PART - this.#bytes
      const part = piece.subarray(0, room)
      this.#bytes += part.length
      this.#cut += piece.length - part.length
      if (part.length > 0) yield part
    }
  }

  async #next(): Promise<Buffer | undefined> {
    const { value, done } = await this.#pieces.next()
    return done === true || !Buffer.isBuffer(value) ? undefined : value
  }
}
