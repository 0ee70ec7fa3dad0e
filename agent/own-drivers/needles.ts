import { requiredText } from '../../lib/patterns/required-literal.ts'

/** What a needle of a driver has at most, in bytes. */
const LONGEST = 7

/** A flag of RE2 that takes letters of either case, in any group. */
const FOLDED = /\(\?[a-hj-zA-Z]*i/

/** A text that each line holds that an expression fits, in its case; undefined if none is known. */
export function literalIn(expression: string): string | undefined {
  return FOLDED.test(expression) ? undefined : requiredText(expression)
}

/** The needles of lines that hold one of these texts; where one of them is not known, each line is of interest. */
export function needlesFrom(texts: readonly (string | undefined)[]): readonly string[] | 'every line' {
  const known = texts.filter((text) => text !== undefined)
  if (known.length < texts.length || known.length === 0) return 'every line'
  return [...new Set(known.map(rarestPart))]
}

/** Letters, from the most frequent in English; capitals are rarer. */
const FREQUENT = 'etaoinsrhldcumfpgwybvkxjqz'

function rarestPart(text: string): string {
  const parts = Array.from({ length: Math.max(text.length - LONGEST, 0) + 1 }, (_, at) => text.slice(at, at + LONGEST))
  return parts.reduce((best, part) => (rarity(part) > rarity(best) ? part : best))
}

/** The scan looks for two characters of a needle: `]: `, blanks and digits are in nearly every line of a log. */
function rarity(text: string): number {
  const ranks = Array.from(text, (letter) => (/[A-Z]/.test(letter) ? FREQUENT.length : FREQUENT.indexOf(letter)))
  return ranks.reduce((sum, rank) => sum + rank, 0)
}
