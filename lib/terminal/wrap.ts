import { lengthOf } from './colour.ts'

/** The indent of all lines of a paragraph but the first. */
const INDENT = 4

/** Columns before the text: of its first line, where something else stands in them, and of the others. */
export interface Indents {
  readonly first: number
  readonly rest: number
}

/**
 * A line as lines of at most `width` columns, broken between words. A word that is longer sticks out whole, so that a
 * path or an address can be copied, and so does a command that is to be typed. A line that fits stays as it is.
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
