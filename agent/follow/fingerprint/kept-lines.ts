import { crc32 } from 'node:zlib'

/** How many lines before a position are remembered, each by its checksum. */
const MOST_LINES = 16

/** Runs of fewer bytes are ignored: they may occur anywhere. */
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

/** Consecutive lines, all of which are among those remembered, in the same order. */
interface Run {
  readonly sums: readonly number[]
  readonly bytes: number
  /** The offset where it ends. */
  readonly end: number
  /** The index of its last line among those remembered. */
  readonly last: number
}

const NONE: Run = { sums: [], bytes: 0, end: 0, last: -1 }

/**
 * Finds, in a content that arrives piece by piece, what a pruning kept of the lines before a position: the longest run
 * of remembered lines. A single line proves nothing, however often it is repeated: it may have been written again.
 */
export class KeptLines {
  readonly #sums: readonly number[]
  #offset = 0
  /** The current, incomplete line: its checksum and length so far, and whether NULs were passed over in it. */
  #line = { sum: 0, bytes: 0, isBroken: false }
  #run = NONE
  #longest = NONE

  /** `sums` as `lineSums` gave them. */
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

  /** Continues as if the next pieces were this many NULs, which no line contains. */
  passNuls(bytes: number): void {
    if (bytes > 0) this.#line = { sum: 0, bytes: this.#line.bytes + bytes, isBroken: true }
  }

  /** The offset where the longest run ends; undefined if it has fewer than `least` different lines. */
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
