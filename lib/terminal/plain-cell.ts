import { plainText } from '../text/plain-text.ts'

/** Characters of a word, and of a whole cell: paths and sentences fit, and names that somebody made up do not. */
const [WORD, CELL] = [160, 600]

/** `plainText` for a table: what is very long is cut, with `…`, so that one name cannot fill the screen. */
export function plainCell(text: string): string {
  const words = plainText(text).split(' ')
  return cut(words.map((word) => cut(word, WORD)).join(' '), CELL)
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Not within a pair of surrogates.
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
