import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { getSystemErrorMessage } from 'node:util'
import { createGunzip } from 'node:zlib'
import type { Io } from '../../../lib/command-line/command.ts'
import { type LogLine, logLine } from '../../../lib/patterns/lead-in.ts'
import { ActionNeeded, codeOf, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { ExtractionOptions } from '../../follow/extraction.ts'
import { contentOf } from '../named-file.ts'
import { itemsOfLines } from '../piped-lines.ts'

/** Of lines that cannot be read a second time so many characters are kept. */
const KEPT = 8 * 1024 ** 2

/** A log that is read twice: as it is, as gzip, or from a pipe, of which only the beginning can be read again. */
export class LogReading {
  readonly #file: string
  readonly #io: Io
  /** Of a pipe: lines, and how many characters they have; undefined for a file. */
  #kept: string[] | undefined
  #room = KEPT
  #lines = 0
  #cut = 0

  /** A file that a person named, or `-` for standard input. */
  constructor(file: string, isPipe: boolean, io: Io) {
    this.#file = file
    this.#io = io
    this.#kept = isPipe ? [] : undefined
  }

  /** How many lines the first reading saw. */
  get lines(): number {
    return this.#lines
  }

  /** How many of them were cut, as they are longer than any line that the agent reads. */
  get cut(): number {
    return this.#cut
  }

  /** Whether the second reading has all lines that the first was told to keep. */
  get isWhole(): boolean {
    return this.#room >= 0
  }

  /** Reads all lines; of a pipe those are kept of which `take` says so. Throws `ActionNeeded`. */
  async first(take: (line: LogLine) => boolean): Promise<void> {
    await this.#read((line) => {
      this.#lines += 1
      if (take(line) && this.#kept !== undefined) this.#keep(line.text, this.#kept)
      return true
    }, true)
  }

  /** Reads the same lines again, without those that a file has got since. */
  async second(take: (line: LogLine) => void): Promise<void> {
    if (this.#kept !== undefined) return this.#kept.forEach((text) => take(logLine(text)))
    let left = this.#lines
    await this.#read((line) => {
      left -= 1
      if (left >= 0) take(line)
      return left > 0
    }, false)
  }

  #keep(text: string, kept: string[]): void {
    // What a string costs besides its characters.
    this.#room -= text.length + 32
    if (this.#room >= 0) kept.push(text)
  }

  /** Reads while `take` wants more. */
  async #read(take: (line: LogLine) => boolean, isFirst: boolean): Promise<void> {
    const { stdin, signal } = this.#io
    const path = this.#file === '-' ? 'standard input' : this.#file
    let isEnough = false
    const options: ExtractionOptions<never> = {
      source: 'learn',
      path,
      needles: 'every line',
      take: ({ bytes }) => {
        if (!isEnough) isEnough = !take(logLine(bytes.toString()))
        return []
      },
      most: Infinity,
      tell: ({ code }) => {
        if (code === 'line_cut' && isFirst) this.#cut += 1
      },
    }
    const pieces = unzipped(this.#file === '-' ? stdin : contentOf(this.#file, signal))
    try {
      for await (const _ of itemsOfLines(pieces, options)) {
        signal.throwIfAborted()
        if (isEnough) return
      }
    } catch (error) {
      throw inWords(error, path)
    } finally {
      await pieces.return(undefined)
    }
  }
}

/** The content of gzip (RFC 1952); all else as it is. */
async function* unzipped(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const iterator = pieces[Symbol.asyncIterator]()
  try {
    const first = await iterator.next()
    if (first.done === true) return
    const all = begunWith(first.value, iterator)
    if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* decompressed(all)
    else yield* all
  } finally {
    await iterator.return?.()
  }
}

async function* begunWith(first: Buffer, further: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* { [Symbol.asyncIterator]: () => further }
}

async function* decompressed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  // Errors come out at the other end.
  pipeline(Readable.from(pieces), gunzip).catch(() => undefined)
  for await (const piece of gunzip) if (Buffer.isBuffer(piece)) yield piece
}

function inWords(error: unknown, path: string): unknown {
  const code = codeOf(error)
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR')
    return new ActionNeeded(`learn ${plainText(path)}: its compressed content is damaged or cut short`, EXIT.failed)
  if (!(error instanceof Error && 'errno' in error && typeof error.errno === 'number')) return error
  return new ActionNeeded(`learn ${plainText(path)}: ${getSystemErrorMessage(error.errno)}`, EXIT.failed, {
    cause: error,
  })
}
