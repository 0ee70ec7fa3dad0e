import type { PatternFault } from './expression.ts'

/** What escapes are to RE2, outside a class and in it; the others of letters and digits it reads otherwise. */
const ESCAPES = new Map([...same('dDwWsSntrfabBAz'), ['Z', '$'], ['e', String.raw`\x{1b}`], ['h', String.raw`[ \t]`]])
const ESCAPES_IN_CLASS = new Map([
  ...same('dDwWsSntrfa'),
  ['b', String.raw`\x{8}`],
  ['e', String.raw`\x{1b}`],
  ['h', String.raw` \t`],
])

/** A character by its number. */
const NUMBERS: readonly (readonly [form: RegExp, base: number])[] = [
  [/\\x\{([\dA-Fa-f]{1,6})\}/y, 16],
  [/\\x([\dA-Fa-f]{1,2})/y, 16],
  [/\\(0[0-7]{0,2})/y, 8],
]

/** The escape that begins at a place of an expression of Perl, in RE2's syntax. */
export function perlEscape(
  body: string,
  at: number,
  isInClass: boolean,
): { readonly length: number; readonly translated: string } | PatternFault {
  const character = body.charAt(at + 1)
  for (const [form, base] of NUMBERS) {
    form.lastIndex = at
    const [whole, digits = ''] = form.exec(body) ?? []
    if (whole !== undefined)
      return { length: whole.length, translated: `\\x{${Number.parseInt(digits, base).toString(16)}}` }
  }
  if (/[pP]/.test(character)) return propertyAt(body, at)
  // RE2 says itself why it does not refer back.
  if (/[1-9k]/.test(character) && !isInClass) return { length: 2, translated: `\\${character}` }
  const known = (isInClass ? ESCAPES_IN_CLASS : ESCAPES).get(character)
  if (known !== undefined) return { length: 2, translated: known }
  if (/[A-Za-z\d]/.test(character))
    return { fault: `has \\${character}, which RE2 does not know; write what it stands for` }
  return { length: 2, translated: /[!-.:-@[-`{-~]/.test(character) ? `\\${character}` : character }
}

/** A property of characters: `\pL`, `\p{Greek}`. */
function propertyAt(body: string, at: number): { readonly length: number; readonly translated: string } {
  const property = /\\[pP](?:\{[^}]*\}|.)/sy
  property.lastIndex = at
  const whole = property.exec(body)?.[0] ?? body.slice(at)
  return { length: whole.length, translated: whole }
}

function same(letters: string): readonly (readonly [string, string])[] {
  return Array.from(letters, (letter) => [letter, `\\${letter}`])
}
