import { hash } from 'node:crypto'

/** 22 characters that name some text, safe in headers and file names. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const pieces: Uint8Array[] = []
  let text = ''
  for (const part of parts) {
    // The length before each part: two lists of parts never join to the same bytes.
    text += `${Buffer.byteLength(part)}:`
    if (typeof part === 'string') {
      text += part
    } else {
      pieces.push(Buffer.from(text), part)
      text = ''
    }
  }
  return hash('sha256', Buffer.concat([...pieces, Buffer.from(text)]), 'base64url').slice(0, 22)
}
