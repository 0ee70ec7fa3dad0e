import { hash } from 'node:crypto'

/** How many bytes of a content are needed to tell its generation: its first line, or as many bytes of a longer one. */
export const HEAD_LENGTH = 4096

const NEWLINE = 0x0a

/** The generation of a content: a digest of its first line, given its first HEAD_LENGTH bytes. */
export function generationOf(head: Buffer): string {
  const end = head.indexOf(NEWLINE) + 1
  const line = end === 0 ? head : head.subarray(0, end)
  // A copy: what `slice` makes of a string keeps the whole of it.
  return Buffer.from(hash('sha256', line, 'base64url').slice(0, 22), 'latin1').toString('latin1')
}

/** The same; undefined as long as the first line is incomplete. */
export function settledGenerationOf(head: Buffer): string | undefined {
  return head.length < HEAD_LENGTH && !head.includes(NEWLINE) ? undefined : generationOf(head)
}
