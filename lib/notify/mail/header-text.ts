/** Bytes of text in an encoded word: `Subject: ` and it have at most 76 characters (RFC 2047 §2). */
const WORD = 39

/** As much as stands on a line of 78 characters behind the name of a header. */
const SHORT = 60

/**
 * A line of text, without blanks side by side, as the value of a header, folded. What is not plain ASCII becomes
 * encoded words, so that no character of the text has a meaning of its own.
 */
export function headerText(line: string): string {
  const words = line.split(' ')
  const isPlain = /^[ -~]*$/.test(line) && !line.includes('=?') && words.every(({ length }) => length <= SHORT)
  if (isPlain) return folded(words)
  return piecesOf(line)
    .map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`)
    .join('\r\n ')
}

function folded(words: readonly string[]): string {
  const lines: string[] = []
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && longer.length <= SHORT) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.join('\r\n ')
}

/** Pieces of at most 39 bytes; no character is cut (RFC 2047 §5). */
function piecesOf(line: string): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of line) {
    if (Buffer.byteLength(piece + character) > WORD) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}
