/** What the first four bytes of text in wide characters look like: a byte order mark, or a letter among NULs. */
const BEGINNINGS = [
  ['UTF-32LE', /^(?:fffe0000|(?!00)..000000)/],
  ['UTF-32BE', /^(?:0000feff|000000(?!00)..)/],
  ['UTF-16LE', /^(?:fffe|(?!00)..00(?!00)..00)/],
  ['UTF-16BE', /^(?:feff|00(?!00)..00(?!00)..)/],
] as const

/**
 * The encoding of two or four bytes a character in which a content begins; undefined for any other. To be used in
 * notices only: whoever writes the first bytes of a log could otherwise hide all that follows.
 */
export function wideEncoding(bytes: Buffer): string | undefined {
  const head = bytes.toString('hex', 0, 4)
  return BEGINNINGS.find(([, pattern]) => pattern.test(head))?.[0]
}
