import { plainText } from '../../lib/text/plain-text.ts'

/**
 * Bytes as text: one character from U+0000 to U+00FF for each. Names of files are bytes, in no encoding that anybody
 * promises; so written they compare as bytes, and take one byte each.
 */
export type ByteText = string

/** What somebody typed, or a program wrote, as the bytes that it is in UTF-8. */
export function byteTextOf(text: string): ByteText {
  return Buffer.from(text).toString('latin1')
}

/** Bytes for the system, which would take a string for UTF-8. */
export function bufferOf(bytes: ByteText): Buffer {
  return Buffer.from(bytes, 'latin1')
}

/** A path as the system takes it. */
export type SystemPath = string | Buffer

/** A byte that is not itself in UTF-8. */
const BEYOND_ASCII = /[\u0080-\u00ff]/

/** A path for the system: of 100,000 names each buffer would cost a tenth of a look at a file. */
export function systemPath(bytes: ByteText): SystemPath {
  return BEYOND_ASCII.test(bytes) ? bufferOf(bytes) : bytes
}

/** Bytes for people: read as UTF-8, on one line, and harmless for a terminal. */
export function shownBytes(bytes: ByteText): string {
  return plainText(bufferOf(bytes).toString())
}
