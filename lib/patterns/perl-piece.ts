import type { PatternFault } from './expression.ts'
import { perlEscape } from './perl-escape.ts'

/** What is taken as one in an expression, and the same in RE2's syntax. */
export interface PerlPiece {
  readonly length: number
  readonly translated: string
}

/** Groups that RE2 lacks, or reads otherwise. Of those that look around or refer back it says so itself. */
const GROUPS: readonly (readonly [beginning: RegExp, fault: string])[] = [
  [/\(\?\??\{/y, 'runs Perl code; write two rules'],
  [/\(\?>/y, 'never gives back what a group took, (?>, which RE2 does not know; write (?:'],
  [/\(\*|\(\?(?![ims-]*[:)]|P?<|[=!#])/y, 'has a group that RE2 does not know; write what it stands for'],
]

/** The piece that begins at a place of an expression of Perl; with the flag x, blanks and comments are none. */
export function perlPiece(body: string, at: number, isExtended: boolean): PerlPiece | PatternFault {
  const character = body.charAt(at)
  if (isExtended && /[\s#]/.test(character)) return gapAt(body, at)
  if (character === '\\') return perlEscape(body, at, false)
  if (character === '[') return classAt(body, at)
  if (character === '(') return groupAt(body, at)
  if (character === '{') return countAt(body, at)
  if (/[$@]/.test(character)) return signAt(body, at)
  if (/[*+?]/.test(character) && body.charAt(at + 1) === '+')
    return { fault: `never gives back what it took, ${character}+, which RE2 does not know; leave out the +` }
  return { length: 1, translated: character }
}

function gapAt(body: string, at: number): PerlPiece {
  const gap = /#[^\n]*|\s+/y
  gap.lastIndex = at
  return { length: gap.exec(body)?.[0].length ?? 1, translated: '' }
}

function groupAt(body: string, at: number): PerlPiece | PatternFault {
  for (const [beginning, fault] of GROUPS) {
    beginning.lastIndex = at
    if (beginning.test(body)) return { fault }
  }
  const comment = /\(\?#[^)]*\)/y
  comment.lastIndex = at
  const said = comment.exec(body)?.[0]
  if (said !== undefined) return { length: said.length, translated: '' }
  const name = /\(\?<(?=[A-Za-z_])/y
  name.lastIndex = at
  return name.test(body) ? { length: 3, translated: '(?P<' } : { length: 1, translated: '(' }
}

/** A count; a `{` that begins none is plain. */
function countAt(body: string, at: number): PerlPiece | PatternFault {
  const count = /\{\d+(?:,\d*)?\}(\+?)/y
  count.lastIndex = at
  const [whole, possessive] = count.exec(body) ?? []
  if (whole === undefined) return { length: 1, translated: String.raw`\{` }
  if (possessive === '+')
    return { fault: `never gives back what it took, ${whole}, which RE2 does not know; leave out the +` }
  return { length: whole.length, translated: whole }
}

/** An end of the line, a plain `@`, or a variable of Perl. */
function signAt(body: string, at: number): PerlPiece | PatternFault {
  const next = body.charAt(at + 1)
  const isVariable = body.charAt(at) === '$' ? /[^()|\s]/.test(next) : /[\w:'{$]/.test(next)
  if (!isVariable) return { length: 1, translated: body.charAt(at) }
  const beginning = body.slice(at, at + 20)
  const [name = beginning] = /^.[\w:]\w*/s.exec(beginning) ?? []
  return { fault: `holds ${name}, a variable of Perl; write its value, or a backslash before it` }
}

/** A class, in which a `]` that comes first is one of its characters. */
function classAt(body: string, start: number): PerlPiece | PatternFault {
  const first = body.startsWith('^', start + 1) ? start + 2 : start + 1
  let translated = body.slice(start, first)
  for (let at = first; at < body.length;) {
    const character = body.charAt(at)
    if (character === ']' && at > first) return { length: at + 1 - start, translated: `${translated}]` }
    const member = character === '\\' ? perlEscape(body, at, true) : memberAt(body, at)
    if ('fault' in member) return member
    translated += member.translated
    at += member.length
  }
  return { fault: 'begins a class that it does not end; write the ]' }
}

function memberAt(body: string, at: number): PerlPiece | PatternFault {
  const character = body.charAt(at)
  const posix = /^\[:\^?[a-z]+:\]/.exec(body.slice(at, at + 16))?.[0]
  if (posix !== undefined) return { length: posix.length, translated: posix }
  if (/^\[[.=:]/.test(body.slice(at, at + 2)))
    return { fault: `has ${body.slice(at, at + 2)} in a class, which RE2 does not know; write the characters` }
  if (character === '$') return { fault: String.raw`holds $ in a class, a variable of Perl; write \$` }
  if (character === '@') return signAt(body, at)
  return { length: 1, translated: /[[\]]/.test(character) ? `\\${character}` : character }
}
