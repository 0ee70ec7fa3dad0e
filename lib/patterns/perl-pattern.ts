import type { PatternFault } from './expression.ts'
import { parsePattern } from './pattern.ts'
import { perlPiece } from './perl-piece.ts'

/** The same as a rule has no more. */
const LONGEST = 4096

/**
 * A match of Perl, `/…/i` or `m#…#x`, as a pattern of a rule, `/…/` or `/…/i`, that fits the same lines; a fault if
 * there is none that surely does. Linear.
 */
export function fromPerl(written: string): string | PatternFault {
  if (written.length > LONGEST) return { fault: `has more than ${LONGEST} characters; write several rules` }
  const match = matchIn(written)
  if ('fault' in match) return match
  const { body, flags } = match
  const isExtended = flags.includes('x')
  let expression = ''
  for (let at = 0; at < body.length;) {
    const piece = perlPiece(body, at, isExtended)
    if ('fault' in piece) return piece
    expression += piece.translated
    at += piece.length
  }
  if (expression === '') return { fault: 'is empty, which means the last pattern that fitted; write that again' }
  const pattern = `/${expression}/${flags.includes('i') ? 'i' : ''}`
  const parsed = parsePattern(pattern)
  return 'fault' in parsed ? parsed : pattern
}

interface PerlMatch {
  readonly body: string
  readonly flags: string
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']', '<': '>' }

function matchIn(written: string): PerlMatch | PatternFault {
  const begin = /^(?:\/|(?:m|qr)\s*(?=[^\w\s])[^])/.exec(written)?.[0]
  if (begin === undefined) return { fault: 'is Perl code, not a match; write /…/' }
  const delimiter = begin.slice(-1)
  const end = endOf(written, begin.length, delimiter)
  if (end === undefined) return { fault: `has no ${CLOSING[delimiter] ?? delimiter} at its end; write it on one line` }
  const body = written.slice(begin.length, end)
  const tail = written.slice(end + 1)
  const [flags = ''] = /^[a-z]*/.exec(tail) ?? []
  if (/[^gimosx]/.test(flags)) return { fault: `has the flags ${flags}, of which only g, i, m, o, s, x are known` }
  const rest = tail.slice(flags.length).trim().replace(/^;/, '').trimStart()
  if (rest !== '' && !rest.startsWith('#')) return { fault: 'has Perl code after the match; write two rules' }
  // Perl takes it for the character or for what it means, depending on the delimiter.
  if (/[|.*+?^$()[\]]/.test(delimiter) && body.includes(`\\${delimiter}`))
    return { fault: `has \\${delimiter} between ${delimiter} and ${delimiter}; write /…/` }
  return { body, flags }
}

/** Where the match ends: brackets may stand within each other, and a backslash takes the next character with it. */
function endOf(written: string, start: number, delimiter: string): number | undefined {
  const closing = CLOSING[delimiter]
  let depth = 1
  for (let at = start; at < written.length; at += 1) {
    const character = written.charAt(at)
    if (character === '\\') at += 1
    else if (character === (closing ?? delimiter)) depth -= 1
    else if (character === delimiter) depth += 1
    if (depth === 0) return at
  }
  return undefined
}
