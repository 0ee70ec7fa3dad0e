import { createHash } from 'node:crypto'
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { codeOf } from '../../../lib/system/errors.ts'
import type { ByteText } from '../byte-text.ts'
import { LineCutter } from '../forms/lines.ts'
import { ListParser } from '../forms/list-parser.ts'
import type { ListHead } from '../listed.ts'
import type { Stamped } from '../listing.ts'

/** The last line: a digest of all before it. */
const SUM = /^#\tsum\t([\da-f]{64})\n$/

/** The line before: when the pass began, when the last one that read everything did, and the digest of its list. */
const PASS = /^#\tpass\t(\d{1,16})\t(\d{1,16})\t([\da-f]{64}|none)$/

/** What begins a line with something for whoever takes over from the pass. */
const NOTE = '#\tnote\t'

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
  /** SHA-256 of the list that it printed; `none` if it printed none, and none before did. */
  readonly list: string
}

/** The last lines of a saved pass. */
export function passEnd({ began, full, list }: PassEnd): ByteText {
  return `#\tpass\t${began}\t${full}\t${list}\n`
}

/** A line of bytes without an end of line, for whoever takes over from the pass. */
export function passNote(note: ByteText): ByteText {
  return `${NOTE}${note}\n`
}

/** The very last line, for what stands before it. */
export function sumOfPass(hex: string): ByteText {
  return `#\tsum\t${hex}\n`
}

/** A pass that was saved whole, open to be read. */
export class SavedPass {
  readonly end: PassEnd
  /** Names this pass: the digest of all that it saved. */
  readonly sum: string
  readonly #file: number
  readonly #length: number

  private constructor(file: number, { length, end, sum }: Checked) {
    this.#file = file
    this.#length = length
    this.end = end
    this.sum = sum
  }

  /**
   * Opens what a pass saved, after a look at all of it: undefined where there is none, and a reason, in words that
   * follow "it", where it is damaged, or others than `user` and root can write to it.
   */
  static open(path: string, user = process.geteuid?.() ?? 0): SavedPass | string | undefined {
    let file: number
    try {
      file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ENOENT') return undefined
      if (code === undefined) throw error
      return `cannot be opened (${code})`
    }
    const checked = checkedPass(file, user)
    if (typeof checked !== 'string') return new SavedPass(file, checked)
    closeSync(file)
    return checked
  }

  /** Everything that was listed, in order. */
  entries(): Generator<Stamped, void, void> {
    return stampedIn(this.#file, this.#length)
  }

  /** What its list says of itself. */
  get head(): ListHead {
    const parser = new ListParser()
    for (const line of linesOf(this.#file, this.#length)) if (parser.read(line) !== 'nothing') break
    return parser.head
  }

  /** What it left for whoever takes over. */
  *notes(): Generator<ByteText, void, void> {
    for (const line of linesOf(this.#file, this.#length)) if (line.startsWith(NOTE)) yield line.slice(NOTE.length)
  }

  /** To be called once, whatever was read. */
  close(): void {
    closeSync(this.#file)
  }
}

/** Everything that is listed in the first bytes of a file, in order. */
export function* stampedIn(file: number, length: number): Generator<Stamped, void, void> {
  const parser = new ListParser()
  for (const line of linesOf(file, length)) {
    const listed = PASS.test(line) || line.startsWith(NOTE) ? 'nothing' : parser.read(line)
    // Its digest says that a pass wrote it; a later version may have.
    if (listed === undefined) return
    if (listed !== 'nothing') yield { listed, stamp: parser.stamp }
  }
}

function* linesOf(file: number, length: number): Generator<ByteText, void, void> {
  const cutter = new LineCutter()
  for (const piece of piecesOf(file, length)) yield* cutter.cut(piece) ?? []
}

/** What a look at a whole file found. */
interface Checked {
  /** Of all before its last line. */
  readonly length: number
  readonly end: PassEnd
  readonly sum: string
}

function checkedPass(file: number, user: number): Checked | string {
  const stats = fstatSync(file, { bigint: true })
  const fault = faultOf(stats, user)
  if (fault !== undefined) return fault
  const length = Number(stats.size) - SUM_LENGTH
  if (length <= 0) return 'is cut off'
  const { sum, end } = endIn(file, Number(stats.size))
  if (sum === undefined || end === undefined) return 'is cut off'
  const hash = createHash('sha256')
  for (const piece of piecesOf(file, length)) hash.update(piece)
  return hash.digest('hex') === sum ? { length, end, sum } : 'is damaged'
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

function faultOf(stats: BigIntStats, user: number): string | undefined {
  if (!stats.isFile()) return 'is no regular file'
  if (stats.size > LARGEST) return `has ${stats.size} bytes`
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
