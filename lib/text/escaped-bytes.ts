import { isUtf8 } from 'node:buffer'

/** What is not shown as it is: as in `plainText`, but for tabs and newlines. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Characters of UTF-8 beyond ASCII (RFC 3629), and bytes of none, in a text with a character for each byte. */
const BEYOND_ASCII =
  /([\u00c2-\u00df][\u0080-\u00bf]|\u00e0[\u00a0-\u00bf][\u0080-\u00bf]|[\u00e1-\u00ec\u00ee\u00ef][\u0080-\u00bf]{2}|\u00ed[\u0080-\u009f][\u0080-\u00bf]|\u00f0[\u0090-\u00bf][\u0080-\u00bf]{2}|[\u00f1-\u00f3][\u0080-\u00bf]{3}|\u00f4[\u0080-\u008f][\u0080-\u00bf]{2})|[\u0080-\u00ff]/g

/**
 * Makes text of bytes that come in pieces, with nothing in it that steers a terminal or hides: what is no UTF-8 becomes
 * `\xff`, a control character but tab and newline `\x1b`, others that move text `\u202e`. The rest stays as it is,
 * backslashes too.
 */
export class ByteEscaper {
  /** The beginning of a character whose end has not come yet. */
  #begun = Buffer.alloc(0)

  /** What can be told of it now. */
  take(piece: Uint8Array): string {
    const bytes = Buffer.concat([this.#begun, piece])
    const end = bytes.length - begunAtEnd(bytes)
    this.#begun = bytes.subarray(end)
    return escaped(bytes.subarray(0, end))
  }

  /** The rest: nothing more comes. */
  end(): string {
    const rest = escaped(this.#begun)
    this.#begun = Buffer.alloc(0)
    return rest
  }
}

/** The same of bytes that have all come. */
export function escapedBytes(bytes: Uint8Array): string {
  const escaper = new ByteEscaper()
  return escaper.take(bytes) + escaper.end()
}

/** So many bytes at the end may begin a character that needs more. */
function begunAtEnd(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return lengthOf(byte) > count ? count : 0
  }
  return 0
}

/** The bytes of a character of UTF-8 that begins with this one. */
function lengthOf(byte: number): number {
  if (byte >= 0xf0) return 4
  return byte >= 0xe0 ? 3 : 2
}

function escaped(bytes: Buffer): string {
  return (isUtf8(bytes) ? bytes.toString() : mended(bytes)).replaceAll(UNSEEN, (character) => {
    const code = character.charCodeAt(0)
    // A byte that is no UTF-8 must not look like a character that is.
    return code < 0x80 ? hexOf('x', code, 2) : hexOf('u', code, 4)
  })
}

function mended(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replaceAll(BEYOND_ASCII, (found, character?: string) =>
      character === undefined ? hexOf('x', found.charCodeAt(0), 2) : Buffer.from(character, 'latin1').toString(),
    )
}

function hexOf(letter: string, code: number, digits: number): string {
  return `\\${letter}${code.toString(16).padStart(digits, '0')}`
}
