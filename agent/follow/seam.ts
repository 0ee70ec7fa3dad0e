import { createHash } from 'node:crypto'
import * as v from 'valibot'

/**
 * How many bytes before an offset are remembered. Lines of one log end alike and often have one length, so the seam must
 * span several of them: 32 bytes, as others keep, are the same in every line of cPanel's access_log.
 */
export const SEAM_LENGTH = 1024

/** What stood right before an offset, as a digest, so that no raw log text lies on disk twice. */
export interface Seam {
  /** How many bytes, at most SEAM_LENGTH; fewer only near the beginning of a file. */
  readonly length: number
  readonly sha256: string
}

/** What a file must hold to name a seam. */
export const seam: v.GenericSchema<unknown, Seam> = v.object({
  length: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(SEAM_LENGTH)),
  sha256: v.string(),
})

/** The seam of the bytes that stand before an offset. */
export function seamOf(bytes: Uint8Array): Seam {
  return { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('base64url') }
}

/** Whether these bytes are the ones the seam was made of. */
export function fits(expected: Seam, bytes: Uint8Array): boolean {
  return expected.length === bytes.length && expected.sha256 === seamOf(bytes).sha256
}
