import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import * as v from 'valibot'
import { lineSums } from './kept-lines.ts'

/**
 * How many bytes before an offset a fingerprint covers. Lines of one log end alike and often have one length, so it
 * must span several of them: the last 32 bytes of a line are the same throughout cPanel's access_log.
 */
export const FINGERPRINT_LENGTH = 1024

/** How many of the last bytes a search compares first. */
export const TAIL_LENGTH = 64

const NEWLINE = 0x0a

/** Identifies the bytes right before an offset, by digests: no text of a log is stored in a checkpoint. */
export interface Fingerprint {
  /** How many bytes it covers; fewer than FINGERPRINT_LENGTH only near the beginning of a file. */
  readonly length: number
  readonly sha256: string
  /**
   * CRC-32 of the last TAIL_LENGTH bytes. A search rules out most places by it, a hundred times as fast as by SHA-256.
   */
  readonly end: number
  /** CRC-32 of each of the last lines; missing in checkpoints of early versions. */
  readonly lines?: readonly number[] | undefined
}

/** Validates a saved fingerprint. */
export const fingerprint: v.GenericSchema<unknown, Fingerprint> = v.object({
  length: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(FINGERPRINT_LENGTH)),
  sha256: v.string(),
  end: v.pipe(v.number(), v.integer()),
  lines: v.optional(v.array(v.number())),
})

/** The fingerprint of the bytes before an offset, at most FINGERPRINT_LENGTH. */
export function fingerprintOf(bytes: Buffer): Fingerprint {
  const wholeLines = bytes.length < FINGERPRINT_LENGTH ? bytes : bytes.subarray(bytes.indexOf(NEWLINE) + 1)
  return { length: bytes.length, sha256: digest(bytes), end: tailSum(bytes), lines: lineSums(wholeLines) }
}

/** Whether a fingerprint is that of these bytes. */
export function matches({ length, sha256, end }: Fingerprint, bytes: Buffer): boolean {
  return length === bytes.length && end === tailSum(bytes) && sha256 === digest(bytes)
}

/** CRC-32 of the last TAIL_LENGTH bytes. */
export function tailSum(bytes: Buffer): number {
  return crc32(bytes.subarray(-TAIL_LENGTH))
}

function digest(bytes: Buffer): string {
  return hash('sha256', bytes, 'base64url')
}
