import { lengthOf } from './colour.ts'

/** Indent of all lines of a paragraph after the first. */
const INDENT = 4

/** Columns before the text, on its first line (already filled) and on the others. */
export interface Indents {
  readonly first: number
  readonly rest: number
}

/**
 * Breaks a line between words into lines of at most `width` columns. A longer word, such as a path or an address, and a
 * command to type stay whole, so that they can be copied. A line that fits is returned unchanged.
 */
export function wrap(line: string, width: number, { first, rest }: Indents = { first: 0, rest: INDENT }): string {
  if (first + lengthOf(line) <= width) return line
  const lines: string[] = []
  let [current, column, gap] = ['', first, '']
  for (const [index, word] of wordsOf(line).entries()) {
    if (index > 0) gap += ' '
    if (word === '') continue
    const length = gap.length + lengthOf(word)
    if (current !== '' && column + length > width) {
      lines.push(current)
      current = ' '.repeat(rest) + word
      column = lengthOf(current)
    } else {
      current += gap + word
      column += length
    }
    gap = ''
  }
  return [...lines, current].join('\n')
}

function wordsOf(line: string): readonly string[] {
  const [prose = '', ...commands] = line.split('; type: ')
  return commands.length === 0 ? prose.split(' ') : [...`${prose}; type:`.split(' '), commands.join('; type: ')]
}
