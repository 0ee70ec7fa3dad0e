const NEWLINE = 0x0a
const NOTHING = Buffer.alloc(0)
const END = Buffer.from('\n')

/** The capacity to begin with, in bytes; it doubles as a line grows. */
const FIRST_CAPACITY = 1024

/**
 * Splits what one writer sends, piece by piece, into whole lines, and holds the half line at the end. Of a line that is
 * longer than `most` bytes it keeps the first `most`; each piece may be as long at most. Copies each byte at most a few
 * times, however small the pieces are.
 */
export class LineBuffer {
  readonly #most: number
  #held = NOTHING
  #length = 0

  constructor(most: number) {
    this.#most = most
  }

  /** How many bytes of a half line it holds. */
  get length(): number {
    return this.#length
  }

  /** All lines that the piece completes, each with its newline; empty if there is none. */
  add(piece: Buffer): Buffer {
    const first = piece.indexOf(NEWLINE)
    if (first === -1) {
      this.#hold(piece)
      return NOTHING
    }
    const last = piece.lastIndexOf(NEWLINE)
    if (this.#length === 0) {
      this.#hold(piece.subarray(last + 1))
      return piece.subarray(0, last + 1)
    }
    this.#hold(piece.subarray(0, first))
    const lines = Buffer.concat([this.end(), piece.subarray(first + 1, last + 1)])
    this.#hold(piece.subarray(last + 1))
    return lines
  }

  /** The half line with a newline, as no more of it comes; empty if there is none. */
  end(): Buffer {
    const line = this.#length === 0 ? NOTHING : Buffer.concat([this.#held.subarray(0, this.#length), END])
    this.#held = NOTHING
    this.#length = 0
    return line
  }

  #hold(piece: Buffer): void {
    const kept = piece.subarray(0, this.#most - this.#length)
    const length = this.#length + kept.length
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.#most, Math.max(FIRST_CAPACITY, 2 * length)))
      this.#held.copy(larger, 0, 0, this.#length)
      this.#held = larger
    }
    kept.copy(this.#held, this.#length)
    this.#length = length
  }
}
