import type { LogLine } from './lead-in.ts'
import { masked } from './mask.ts'

/** Of longer lines the beginning is looked at. */
const MOST = { words: 64, characters: 4096 } as const

/** The last word of what stands for the beginning of a longer line. */
export const REST = '@rest'

/** The words of a line, apart from the lead-in, masked, with blanks between; of a long one the first, and `@rest`. */
export function shapeOf({ message }: LogLine): string {
  const [end, isEnd] = endOfWords(message)
  if (isEnd) return masked(message)
  const words = masked(message.slice(0, end)).split(' ')
  return [...words.slice(0, Math.max(1, Math.min(words.length, MOST.words) - 1)), REST].join(' ')
}

/** Where the last word ends that is looked at, and whether the message does, too. */
function endOfWords(message: string): readonly [number, boolean] {
  // No word has less than one blank beside it.
  if (message.length < MOST.words) return [message.length, true]
  const cut = Math.min(message.length, MOST.characters)
  let at = -1
  for (let words = 0; words < MOST.words; words += 1) {
    at = message.indexOf(' ', at + 1)
    if (at === -1 || at >= cut) return [cut, cut === message.length]
  }
  return [at, false]
}
