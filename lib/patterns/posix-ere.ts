import type { PatternFault } from './expression.ts'

/** Escapes of GNU that RE2 spells in another way. */
const ESCAPES: Readonly<Record<string, string>> = { '<': String.raw`\b`, '>': String.raw`\b`, '`': '^', "'": '$' }

/** A count; a `{` that begins none is plain. */
const COUNT = /\{(?:\d+(?:,\d*)?|,\d+)\}/y

/** What is taken as one: a class, an escape, a count, or a character. */
interface Piece {
  readonly length: number
  readonly translated: string
  readonly repeats?: true
}

/**
 * An extended regular expression of POSIX, with GNU's escapes, as `grep -E` reads it, in RE2's syntax. A fault for what
 * has no such form; what is wrong in both is left for RE2 to refuse.
 */
export function fromPosix(expression: string): string | PatternFault {
  let translated = ''
  // Where the last atom begins, and the groups around it: what is repeated twice (`a+?`) needs a group of its own.
  let [atom, isRepeated] = [0, false]
  const groups: number[] = []
  for (let at = 0; at < expression.length;) {
    const piece = pieceAt(expression, at)
    if ('fault' in piece) return piece
    at += piece.length
    if (piece.repeats === true) {
      if (isRepeated) translated = `${translated.slice(0, atom)}(?:${translated.slice(atom)})`
      isRepeated = true
    } else {
      atom = piece.translated === ')' ? (groups.pop() ?? 0) : translated.length
      if (piece.translated === '(') groups.push(translated.length)
      isRepeated = false
    }
    translated += piece.translated
  }
  return translated
}

function pieceAt(expression: string, at: number): Piece | PatternFault {
  const character = expression.charAt(at)
  if (character === '[') return classAt(expression, at)
  if (character === '\\') return escapeAt(expression, at)
  if (character === '{') return countAt(expression, at)
  return /[*+?]/.test(character)
    ? { length: 1, translated: character, repeats: true }
    : { length: 1, translated: character }
}

function escapeAt(expression: string, at: number): Piece | PatternFault {
  const escaped = expression.slice(at + 1, at + 2)
  if (/[1-9]/.test(escaped))
    return {
      fault: `refers back to a group, \\${escaped}, which takes more than linear time; write what stands there again`,
    }
  // A letter that GNU gives no meaning stands for itself.
  const isPlain = /[^\0-\x7F]|[A-Za-z0]/.test(escaped) && !/[bBwWsS]/.test(escaped)
  return { length: 2, translated: ESCAPES[escaped] ?? (isPlain ? escaped : `\\${escaped}`) }
}

function countAt(expression: string, at: number): Piece {
  COUNT.lastIndex = at
  const count = COUNT.exec(expression)?.[0]
  if (count === undefined) return { length: 1, translated: String.raw`\{` }
  return { length: count.length, translated: count.replace('{,', '{0,'), repeats: true }
}

/** A class of POSIX knows no escapes: a backslash is one of its characters, and so is a `]` that comes first. */
function classAt(expression: string, start: number): Piece | PatternFault {
  const first = expression.startsWith('^', start + 1) ? start + 2 : start + 1
  let translated = expression.slice(start, first)
  for (let at = first; at < expression.length;) {
    if (expression.charAt(at) === ']' && at > first) return { length: at + 1 - start, translated: `${translated}]` }
    const member = memberAt(expression, at)
    if (/^\[[.=]/.test(member))
      return { fault: `has ${member} in a class, which RE2 does not know; write the characters` }
    translated += /^[\\[\]]$/.test(member) ? `\\${member}` : member
    at += member.length
  }
  return { fault: 'begins a class that it does not end; write the ]' }
}

/** A character of a class, or what stands for several: `[:alpha:]`, `[=a=]`. */
function memberAt(expression: string, at: number): string {
  return /^\[([:.=])[^\]]*\1\]/.exec(expression.slice(at, at + 16))?.[0] ?? expression.charAt(at)
}
