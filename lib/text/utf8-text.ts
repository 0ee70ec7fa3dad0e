import { isUtf8 } from 'node:buffer'

/** Bytes as the text that they are in UTF-8; those that are none become `\xff`. */
export function utf8Text(bytes: Buffer): string {
  const whole = bytes.toString()
  // Most lines end here: a text of ASCII cannot hold the mark of a bad byte, which V8 knows without a look at it.
  if (!whole.includes('\ufffd') || isUtf8(bytes)) return whole
  let [text, from] = ['', 0]
  for (let at = 0; at < bytes.length;) {
    const length = lengthAt(bytes, at)
    at += Math.max(1, length)
    if (length > 0) continue
    text += `${bytes.toString('utf8', from, at - 1)}\\x${bytes.toString('hex', at - 1, at)}`
    from = at
  }
  return text + bytes.toString('utf8', from)
}

/** How many bytes the character at an index has; 0 if there is none. */
function lengthAt(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0
}
