import { FINGERPRINT_LENGTH, type Fingerprint, TAIL_LENGTH, matches, tailSum } from './fingerprint.ts'

const NEWLINE = 0x0a

/** Where a fingerprint was found: the offset after the bytes that it covers, and these bytes. */
export interface Match {
  readonly offset: number
  readonly before: Buffer
}

/**
 * How much is compared at most, as a fixed number plus a share of the bytes searched: line ends by their tail, and
 * tails that match by their digest. No log has lines so short, or so short and so alike; content that does was made to
 * keep the other logs waiting.
 */
const TAILS = { most: 2 ** 18, bytesEach: 16 }
const DIGESTS = { most: 2 ** 12, bytesEach: TAIL_LENGTH }

/** Looks for a fingerprint in a content that arrives piece by piece. */
export class FingerprintSearch {
  readonly #fingerprint: Fingerprint
  readonly #at: number | undefined
  /** The last bytes of the previous pieces, and the offset right after them. */
  #before: Buffer = Buffer.alloc(0)
  #offset = 0
  #tails = 0
  #digests = 0

  /** Looks at the offset `at` only or, without it, at the end of every line, where nearly all fingerprints end. */
  constructor(fingerprint: Fingerprint, at?: number) {
    this.#fingerprint = fingerprint
    this.#at = at
  }

  /** Whether the bytes so far cannot be those of a log: the search is to be given up. */
  get isHopeless(): boolean {
    const exceeds = (count: number, { most, bytesEach }: typeof TAILS): boolean =>
      count > most + this.#offset / bytesEach
    return exceeds(this.#tails, TAILS) || exceeds(this.#digests, DIGESTS)
  }

  /** Takes the next piece; the match, if it ends in this one. */
  find(piece: Buffer): Match | undefined {
    const bytes = Buffer.concat([this.#before, piece])
    const from = this.#before.length
    const start = this.#offset - from
    const found = this.#at === undefined ? this.#scan(bytes, from) : this.#matchAt(bytes, this.#at - start, from)
    this.#before = Buffer.from(bytes.subarray(-FINGERPRINT_LENGTH))
    this.#offset += piece.length
    return found === undefined ? undefined : { ...found, offset: start + found.offset }
  }

  /** Continues as if the next pieces were this many NULs. */
  passNuls(bytes: number): void {
    if (bytes === 0) return
    const nuls = Buffer.alloc(Math.min(bytes, FINGERPRINT_LENGTH))
    this.#before = Buffer.concat([this.#before, nuls]).subarray(-FINGERPRINT_LENGTH)
    this.#offset += bytes
  }

  #scan(bytes: Buffer, from: number): Match | undefined {
    for (let at = bytes.indexOf(NEWLINE, from); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
      const found = this.#matchAt(bytes, at + 1, from)
      if (found !== undefined) return found
    }
    return undefined
  }

  #matchAt(bytes: Buffer, end: number, from: number): Match | undefined {
    if (end <= from || end > bytes.length) return undefined
    this.#tails += 1
    const before = bytes.subarray(Math.max(0, end - this.#fingerprint.length), end)
    if (this.#fingerprint.end !== tailSum(before)) return undefined
    this.#digests += 1
    return matches(this.#fingerprint, before) ? { offset: end, before: Buffer.from(before) } : undefined
  }
}
