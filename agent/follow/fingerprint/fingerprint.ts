import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import * as v from 'valibot'
import { lineSums } from './kept-lines.ts'

/**
 * How many bytes before an offset are remembered. Lines of one log end alike and often have one length, so the seam
 * must span several of them: 32 bytes, as others keep, are the same in every line of cPanel's access_log.
 */
export const SEAM_LENGTH = 1024

/** How many of them a search compares first. */
const END_LENGTH = 64

const NEWLINE = 0x0a

/** What stood right before an offset, as a digest, so that no raw log text lies on disk twice. */
export interface Seam {
  /** How many bytes, at most SEAM_LENGTH; fewer only near the beginning of a file. */
  readonly length: number
  readonly sha256: string
  /** CRC-32 of the last 64 of them: a search tells most other places apart by it, a hundred times as fast. */
  readonly end: number
  /** The sums of the last lines among them; a seam of an earlier version has none. */
  readonly lines?: readonly number[] | undefined
}

/** What a file must hold to name a seam. */
export const seam: v.GenericSchema<unknown, Seam> = v.object({
  length: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(SEAM_LENGTH)),
  sha256: v.string(),
  end: v.pipe(v.number(), v.integer()),
  lines: v.optional(v.array(v.number())),
})

/** The seam of the bytes that stand before an offset. */
export function seamOf(bytes: Buffer): Seam {
  const whole = bytes.length < SEAM_LENGTH ? bytes : bytes.subarray(bytes.indexOf(NEWLINE) + 1)
  return { length: bytes.length, sha256: digest(bytes), end: endSum(bytes), lines: lineSums(whole) }
}

function digest(bytes: Buffer): string {
  return hash('sha256', bytes, 'base64url')
}

function endSum(bytes: Buffer): number {
  return crc32(bytes.subarray(-END_LENGTH))
}

/** Whether these bytes are the ones the seam was made of. */
export function fits(expected: Seam, bytes: Buffer): boolean {
  return expected.length === bytes.length && expected.end === endSum(bytes) && expected.sha256 === digest(bytes)
}

/** Where a seam ends: the offset behind it, and its bytes. */
export interface SeamEnd {
  readonly offset: number
  readonly before: Buffer
}

/**
 * What is compared at most, besides a share of the bytes that are searched: ends of lines, and those of them that are
 * alike in their last bytes. No log has lines so short, or so short and so alike; what has is made to keep others
 * waiting.
 */
const ENDS = { most: 2 ** 18, bytesEach: 16 }
const LIKENESSES = { most: 2 ** 12, bytesEach: END_LENGTH }

/** Looks for a seam in bytes that come piece by piece. */
export class SeamSearch {
  readonly #seam: Seam
  readonly #at: number | undefined
  /** The last bytes of the pieces before, and the offset of what follows them. */
  #before: Buffer = Buffer.alloc(0)
  #offset = 0
  #ends = 0
  #likenesses = 0

  /** Looks at one offset alone, or, without one, at the ends of all lines, where all but few seams end. */
  constructor(wanted: Seam, at?: number) {
    this.#seam = wanted
    this.#at = at
  }

  /** Whether the bytes so far are nothing that a log holds. */
  get isHopeless(): boolean {
    const isBeyond = (count: number, { most, bytesEach }: typeof ENDS): boolean =>
      count > most + this.#offset / bytesEach
    return isBeyond(this.#ends, ENDS) || isBeyond(this.#likenesses, LIKENESSES)
  }

  /** Takes the next piece; where the seam ends, if it does so in this one. */
  find(piece: Buffer): SeamEnd | undefined {
    const bytes = Buffer.concat([this.#before, piece])
    const from = this.#before.length
    const start = this.#offset - from
    const found = this.#at === undefined ? this.#scan(bytes, from) : this.#endsAt(bytes, this.#at - start, from)
    this.#before = Buffer.from(bytes.subarray(-SEAM_LENGTH))
    this.#offset += piece.length
    return found === undefined ? undefined : { ...found, offset: start + found.offset }
  }

  /** As if so many NULs were the next pieces. */
  passNuls(bytes: number): void {
    if (bytes === 0) return
    this.#before = Buffer.concat([this.#before, Buffer.alloc(Math.min(bytes, SEAM_LENGTH))]).subarray(-SEAM_LENGTH)
    this.#offset += bytes
  }

  #scan(bytes: Buffer, from: number): SeamEnd | undefined {
    for (let at = bytes.indexOf(NEWLINE, from); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
      const found = this.#endsAt(bytes, at + 1, from)
      if (found !== undefined) return found
    }
    return undefined
  }

  #endsAt(bytes: Buffer, end: number, from: number): SeamEnd | undefined {
    if (end <= from || end > bytes.length) return undefined
    this.#ends += 1
    const start = Math.max(0, end - this.#seam.length)
    if (this.#seam.end !== crc32(bytes.subarray(Math.max(start, end - END_LENGTH), end))) return undefined
    this.#likenesses += 1
    const before = bytes.subarray(start, end)
    return fits(this.#seam, before) ? { offset: end, before: Buffer.from(before) } : undefined
  }
}
