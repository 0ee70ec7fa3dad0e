import { hash } from 'node:crypto'

/** A digest of the parts in 22 characters, safe in headers and file names. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const pieces: Uint8Array[] = []
  let text = ''
  for (const part of parts) {
    // Each part is preceded by its length, so that different lists of parts never join to the same bytes.
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
