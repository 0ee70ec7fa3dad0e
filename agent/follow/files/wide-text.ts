/** How the first four bytes of text in wide characters look: a byte order mark, or a letter among NULs. */
const BEGINNINGS = [
  ['UTF-32LE', /^(?:fffe0000|(?!00)..000000)/],
  ['UTF-32BE', /^(?:0000feff|000000(?!00)..)/],
  ['UTF-16LE', /^(?:fffe|(?!00)..00(?!00)..00)/],
  ['UTF-16BE', /^(?:feff|00(?!00)..00(?!00)..)/],
] as const

/**
 * In what encoding of two or four bytes a character a content begins; undefined for any other. Nothing may follow from
 * it but words: whoever writes to a log first could begin it so, to hide what follows.
 */
export function wideEncoding(bytes: Buffer): string | undefined {
  const head = bytes.toString('hex', 0, 4)
  return BEGINNINGS.find(([, pattern]) => pattern.test(head))?.[0]
}
