/**
 * The words of a line, split as a shell does it and without a comment at its end; undefined if a quote or a backslash
 * has no end there. Expands nothing. Linear.
 */
export function shellWords(line: string): readonly string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  for (const [piece] of line.matchAll(PIECE)) {
    if (/^['"\\]$/.test(piece)) return undefined
    if (word === undefined && piece === '#') return words
    const isBlank = /^[ \t]/.test(piece)
    if (isBlank && word !== undefined) words.push(word)
    word = isBlank ? undefined : (word ?? '') + unquoted(piece)
  }
  return word === undefined ? words : [...words, word]
}

/** A stretch of blanks, of text between quotes, or of plain text; or a quote or backslash without an end. */
const PIECE = /[ \t]+|'[^']*'|"(?:[^"\\]|\\.)*"|\\.|#|[^ \t'"\\#]+|./gs

function unquoted(piece: string): string {
  if (piece.startsWith("'")) return piece.slice(1, -1)
  if (piece.startsWith('"')) return piece.slice(1, -1).replaceAll(/\\(["\\$`])/g, '$1')
  return piece.startsWith('\\') ? piece.slice(1) : piece
}
