import { REST } from './line-shape.ts'

/** A placeholder, which stands for a character or more; or what looks like one after `@@`, of which less is said. */
const PLACEHOLDER = /@(?:ip|int|word|rest)/

/** What placeholders are made of, and a doubled `@`. */
const WITHIN = /[@a-z]/

/**
 * Whether the typed template of these words takes every line of a shape, or none; undefined where that depends on the
 * line. Both are masked words, so that text without a placeholder stands for itself, and for no value.
 */
export function takesShape(template: readonly string[], shape: readonly string[]): boolean | undefined {
  if (template.at(-1) === REST || shape.at(-1) === REST) return undefined
  // With the lead-in a line has more words than its shape. The first one ends with a letter or a digit.
  if (template.length > shape.length && /[A-Za-z\d]$/.test(template[0] ?? '')) return undefined
  if (template.length !== shape.length) return false
  let all: boolean | undefined = true
  for (const [index, word] of template.entries()) {
    const takes = takesWord(word, shape[index] ?? '')
    if (takes === false) return false
    if (takes === undefined) all = undefined
  }
  return all
}

function takesWord(template: string, shape: string): boolean | undefined {
  if (template === shape) return true
  // Most words: the rest would say the same.
  if (template[0] !== shape[0] && template[0] !== '@' && shape[0] !== '@') return false
  const [one, other] = [divided(template), divided(shape)]
  if (one.isText || !startsAlike(one.head, other.head) || !endsAlike(one.tail, other.tail)) return false
  return template === `${one.head}@word${one.tail}` && isAround(one.head, one.tail, shape) ? true : undefined
}

/** Whether a shape has text or whole placeholders between these two. */
function isAround(head: string, tail: string, shape: string): boolean {
  if (WITHIN.test(head.slice(-1)) || WITHIN.test(tail.slice(0, 1))) return false
  return shape.length > head.length + tail.length && shape.startsWith(head) && shape.endsWith(tail)
}

/** The text before the first placeholder of a word and after the last; all of it, if there is none. */
function divided(word: string): { readonly isText: boolean; readonly head: string; readonly tail: string } {
  const parts = word.split(PLACEHOLDER)
  return { isText: parts.length === 1, head: parts[0] ?? '', tail: parts.at(-1) ?? '' }
}

function startsAlike(one: string, other: string): boolean {
  return one.length < other.length ? other.startsWith(one) : one.startsWith(other)
}

function endsAlike(one: string, other: string): boolean {
  return one.length < other.length ? other.endsWith(one) : one.endsWith(other)
}
