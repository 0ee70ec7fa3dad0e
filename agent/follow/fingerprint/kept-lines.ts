import { crc32 } from 'node:zlib'

/** So many lines before a position are remembered, each by a sum. */
const MOST_LINES = 16

/** A shorter run could stand anywhere, in bytes. */
const SHORTEST_RUN = 64

const NEWLINE = 0x0a

/** The CRC-32 of each of the last complete lines, newline included. */
export function lineSums(bytes: Buffer): readonly number[] {
  const sums: number[] = []
  for (let end = bytes.lastIndexOf(NEWLINE); end !== -1 && sums.length < MOST_LINES;) {
    const before = end === 0 ? -1 : bytes.lastIndexOf(NEWLINE, end - 1)
    sums.unshift(crc32(bytes.subarray(before + 1, end + 1)))
    end = before
  }
  return sums
}

/** Lines in a row that stood before a position, all or some of them. */
interface Run {
  readonly sums: readonly number[]
  readonly bytes: number
  /** Where it ends in the file. */
  readonly end: number
  /** Which of the lines it ends with. */
  readonly last: number
}

const NONE: Run = { sums: [], bytes: 0, end: 0, last: -1 }

/**
 * Looks, in bytes that come piece by piece, for what a pruning kept of the lines before a position: the longest run of
 * them decides. One line, however often it is repeated, says nothing: it may be written again.
 */
export class KeptLines {
  readonly #sums: readonly number[]
  #offset = 0
  /** The line that is not complete yet: its sum and its length so far, and whether NULs were passed over in it. */
  #line = { sum: 0, bytes: 0, isBroken: false }
  #run = NONE
  #longest = NONE

  constructor(sums: readonly number[]) {
    this.#sums = sums
  }

  /** Takes the next piece. */
  add(piece: Buffer): void {
    for (let start = 0; start < piece.length;) {
      const newline = piece.indexOf(NEWLINE, start)
      const part = piece.subarray(start, newline === -1 ? piece.length : newline + 1)
      const { sum, bytes, isBroken } = this.#line
      this.#line = { sum: crc32(part, sum), bytes: bytes + part.length, isBroken }
      if (newline !== -1) this.#endLine()
      start += part.length
    }
  }

  /** As if so many NULs were the next pieces: no line holds them. */
  passNuls(bytes: number): void {
    if (bytes > 0) this.#line = { sum: 0, bytes: this.#line.bytes + bytes, isBroken: true }
  }

  /** Where the longest run ends; undefined where it is shorter than so many different lines. */
  end(least: number): number | undefined {
    const { sums, bytes, end } = this.#longest
    return bytes >= SHORTEST_RUN && new Set(sums).size >= least ? end : undefined
  }

  #endLine(): void {
    const { sum, bytes, isBroken } = this.#line
    this.#line = { sum: 0, bytes: 0, isBroken: false }
    this.#offset += bytes
    const find = (from: number): number => (isBroken ? -1 : this.#sums.indexOf(sum, from))
    const next = find(this.#run.last + 1)
    const run = next === -1 ? NONE : this.#run
    const last = next === -1 ? find(0) : next
    this.#run = last === -1 ? NONE : { sums: [...run.sums, sum], bytes: run.bytes + bytes, end: this.#offset, last }
    if (this.#run.sums.length > this.#longest.sums.length) this.#longest = this.#run
  }
}
