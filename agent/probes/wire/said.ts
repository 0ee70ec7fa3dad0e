import { quoted } from '../../../lib/notify/shown-text.ts'
import { escapedBytes } from '../../../lib/text/escaped-bytes.ts'

/** What the other side, or a program, said: one line with nothing in it that could steer who shows it, cut with `…`. */
export function said(bytes: Uint8Array, longest: number = 160): string {
  // A character of UTF-8 has at most four bytes.
  const text = escapedBytes(withoutEnd(bytes.subarray(0, 4 * longest + 4)))
  return quoted(text.trim().replaceAll(/\s/g, ' '), longest)
}

/** Without the end of its line. */
function withoutEnd(bytes: Uint8Array): Uint8Array {
  const length = bytes.at(-1) === 10 ? (bytes.at(-2) === 13 ? -2 : -1) : bytes.length
  return bytes.subarray(0, length)
}
