import { createHash } from 'node:crypto'
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { codeOf } from '../../../lib/system/errors.ts'
import type { ByteText } from '../byte-text.ts'
import { LineCutter } from '../forms/lines.ts'
import { ListParser } from '../forms/list-parser.ts'
import type { Stamped } from '../listing.ts'

/** The last line: a digest of all before it. */
const SUM = /^#\tsum\t([\da-f]{64})\n$/

/** The line before: when the pass began, when the last one that read everything did, and the digest of its list. */
const PASS = /^#\tpass\t(\d{1,16})\t(\d{1,16})\t([\da-f]{64})$/

/** Bytes of the last line, and of the two last lines at most. */
const [SUM_LENGTH, END_LENGTH] = [72 - 1, 256]

/** Some million files. */
const LARGEST = 2 * 1024 * 1024 * 1024

const PIECE = 16 * 1024

/** What a pass left for the next one. */
export interface PassEnd {
  /** When it began, in milliseconds since the epoch. */
  readonly began: number
  /** When the last pass began that read every file. */
  readonly full: number
  /** SHA-256 of the list that it printed. */
  readonly list: string
}

/** The last lines of a saved pass. */
export function passEnd({ began, full, list }: PassEnd): ByteText {
  return `#\tpass\t${began}\t${full}\t${list}\n`
}

/** The very last line, for what stands before it. */
export function sumOfPass(hex: string): ByteText {
  return `#\tsum\t${hex}\n`
}

/** A pass that was saved whole, open to be read. */
export class SavedPass {
  readonly end: PassEnd
  readonly #file: number
  readonly #length: number

  private constructor(file: number, length: number, end: PassEnd) {
    this.#file = file
    this.#length = length
    this.end = end
  }

  /**
   * Opens what a pass saved, after a look at all of it: undefined where there is none, and a reason, in words that
   * follow "it", where it is damaged, or others can write to it.
   */
  static open(path: string): SavedPass | string | undefined {
    let file: number
    try {
      file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT') return undefined
      if (code === undefined) throw error
      return `cannot be opened (${code})`
    }
    const checked = checkedPass(file)
    if (typeof checked !== 'string') return new SavedPass(file, checked.length, checked.end)
    closeSync(file)
    return checked
  }

  /** Everything that was listed, in order. */
  *entries(): Generator<Stamped, void, void> {
    const [cutter, parser] = [new LineCutter(), new ListParser()]
    for (const piece of piecesOf(this.#file, this.#length)) {
      for (const line of cutter.cut(piece) ?? []) {
        const listed = PASS.test(line) ? 'nothing' : parser.read(line)
        // Its digest says that a pass wrote it; a later version may have.
        if (listed === undefined) return
        if (listed !== 'nothing') yield { listed, stamp: parser.stamp }
      }
    }
  }

  /** To be called once, whatever was read. */
  close(): void {
    closeSync(this.#file)
  }
}

function checkedPass(file: number): { readonly length: number; readonly end: PassEnd } | string {
  const stats = fstatSync(file, { bigint: true })
  const fault = faultOf(stats)
  if (fault !== undefined) return fault
  const length = Number(stats.size) - SUM_LENGTH
  if (length <= 0) return 'is cut off'
  const { sum, end } = endIn(file, Number(stats.size))
  if (sum === undefined || end === undefined) return 'is cut off'
  const hash = createHash('sha256')
  for (const piece of piecesOf(file, length)) hash.update(piece)
  return hash.digest('hex') === sum ? { length, end } : 'is damaged'
}

/** What the two last lines say. */
function endIn(file: number, size: number): { readonly sum: string | undefined; readonly end: PassEnd | undefined } {
  const tail = Buffer.alloc(Math.min(END_LENGTH, size))
  readSync(file, tail, 0, tail.length, size - tail.length)
  const text = tail.toString('latin1')
  const [, began = '', full = '', list] = PASS.exec(text.slice(0, -SUM_LENGTH).split('\n').at(-2) ?? '') ?? []
  const end = list === undefined ? undefined : { began: Number(began), full: Number(full), list }
  return { sum: SUM.exec(text.slice(-SUM_LENGTH))?.[1], end }
}

function faultOf(stats: BigIntStats): string | undefined {
  if (!stats.isFile()) return 'is no regular file'
  if (stats.size > LARGEST) return `has ${stats.size} bytes`
  const user = process.geteuid?.() ?? 0
  const isForeign = stats.uid !== BigInt(user) && stats.uid !== 0n
  return isForeign || (stats.mode & 0o22n) !== 0n ? 'can be written to by others' : undefined
}

/** One buffer holds each piece in turn. */
function* piecesOf(file: number, length: number): Generator<Buffer, void, void> {
  const buffer = Buffer.allocUnsafe(PIECE)
  for (let at = 0; at < length;) {
    const read = readSync(file, buffer, 0, Math.min(PIECE, length - at), at)
    if (read === 0) return
    at += read
    yield buffer.subarray(0, read)
  }
}
