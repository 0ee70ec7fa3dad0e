import { isIP } from 'node:net'
import { asTemplate } from './template.ts'

/** What stands around values: what is between brackets, quotes, commas and the like is one. */
const AROUND = '[]()<>{}"\'`,;=|# '

/** Longer words are no values that somebody would recognise. */
const LONGEST = 512

/** The kinds of characters that say what a value is, a bit each; `ENDS` is what stands around them. */
const [DIGIT, HEX, LETTER, DASH, UNDERSCORE, SIGN, DOT, COLON, AT, OTHER, ENDS] = [
  1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024,
]

/** Kinds by character of ASCII. */
const KINDS = Uint16Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)))

function kindOf(character: string): number {
  if (AROUND.includes(character)) return ENDS
  if (/\d/.test(character)) return DIGIT
  if (/[A-Za-z]/.test(character)) return /[A-Fa-f]/.test(character) ? HEX : LETTER
  return { '-': DASH, _: UNDERSCORE, '+': SIGN, '/': SIGN, '.': DOT, ':': COLON, '@': AT }[character] ?? OTHER
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return (code < 128 ? KINDS[code] : OTHER) ?? OTHER
}

/**
 * Words of a line as part of a typed template: addresses become `@ip`, numbers `@int`, addresses of mail, ids and
 * digests `@word`. What is left is text of the program, or varies in a way that only further lines tell.
 */
export function masked(words: string): string {
  if (words.length <= LONGEST) return maskedValues(words)
  return words
    .split(' ')
    .map((word) => (word.length > LONGEST ? asTemplate(word) : maskedValues(word)))
    .join(' ')
}

/** One pass: most of a line is copied as it is. Regular expressions, value by value, take five times as long. */
function maskedValues(text: string): string {
  let [result, copied] = ['', 0]
  for (let start = 0; start < text.length;) {
    let [kinds, before, end] = [0, 0, start]
    for (; end < text.length; end += 1) {
      const kind = kindAt(text, end)
      if (kind === ENDS) break
      before = kinds
      kinds |= kind
    }
    if (kinds === DIGIT || varies(kinds, text, start, end)) {
      result += text.slice(copied, start)
      result += kinds === DIGIT ? '@int' : maskedValue(text.slice(start, end), kinds, before)
      copied = end
    }
    start = end + 1
  }
  return copied === 0 ? text : result + text.slice(copied)
}

/** Most values hold neither a digit nor an `@`, and an address of IPv6 without digits holds `::`, or is a rarity. */
function varies(kinds: number, text: string, start: number, end: number): boolean {
  if ((kinds & (DIGIT | AT)) !== 0) return true
  if ((kinds & COLON) === 0) return false
  for (let at = start + 1; at < end; at += 1) if (text[at] === ':' && text[at - 1] === ':') return true
  return false
}

/** `before`: the kinds of all characters but the last. */
function maskedValue(value: string, kinds: number, before: number): string {
  const isEnded = (kindAt(value, value.length - 1) & (COLON | DOT)) !== 0
  return isEnded ? maskedCore(value.slice(0, -1), before) + value.slice(-1) : maskedCore(value, kinds)
}

function maskedCore(core: string, kinds: number): string {
  if (kinds === DIGIT) return '@int'
  if (isAddress(core, kinds)) return '@ip'
  if (isMailAddress(core, kinds) || isId(core, kinds)) return '@word'
  const port = (kinds & COLON) === 0 ? -1 : core.lastIndexOf(':')
  if (port > 6 && isIP(core.slice(0, port)) === 4) {
    const rest = core.slice(port + 1)
    return `@ip:${maskedCore(rest, kindsIn(rest))}`
  }
  return withoutNumbers(core)
}

function kindsIn(text: string): number {
  let kinds = 0
  for (let at = 0; at < text.length; at += 1) kinds |= kindAt(text, at)
  return kinds
}

/** The longest has 45 characters, and before its first dot or colon stand at most 4. */
function isAddress(core: string, kinds: number): boolean {
  if ((kinds & ~(DIGIT | HEX | DOT | COLON)) !== 0 || (kinds & (DOT | COLON)) === 0 || core.length > 49) return false
  let at = 0
  while ((kindAt(core, at) & (DOT | COLON)) === 0) at += 1
  return at <= 4 && isIP(core) !== 0
}

function isMailAddress(value: string, kinds: number): boolean {
  const at = (kinds & AT) === 0 ? -1 : value.lastIndexOf('@')
  return at > 0 && at < value.length - 1 && value.length <= 320
}

/** A digest or an id: long, of hexadecimal digits, or with letters and digits in turn. */
function isId(value: string, kinds: number): boolean {
  if ((kinds & ~(DIGIT | HEX | LETTER | DASH | UNDERSCORE | SIGN)) !== 0 || (kinds & DIGIT) === 0) return false
  if (value.startsWith('0x') && value.length <= 34 && (kindsIn(value.slice(2)) & ~(DIGIT | HEX)) === 0)
    return value.length > 2
  if (value.length < 6 || value.length > 128) return false
  if ((kinds & ~(DIGIT | HEX | DASH)) === 0) return (kinds & HEX) !== 0 && value.length >= 8
  return turnsIn(value) >= 4
}

/** How often a letter follows a digit, or a digit a letter, with one `-` or `_` between them or none. */
function turnsIn(value: string): number {
  let [turns, last, distance] = [0, 0, 0]
  for (let at = 0; at < value.length; at += 1) {
    const kind = kindAt(value, at)
    distance += 1
    if ((kind & (DIGIT | HEX | LETTER)) === 0) {
      if ((kind & SIGN) !== 0) distance = 2
      continue
    }
    const now = kind === DIGIT ? DIGIT : LETTER
    if (last !== 0 && last !== now && distance <= 2) turns += 1
    last = now
    distance = 0
  }
  return turns
}

/** With `@int` for each number that begins no word and ends none; a unit may follow: `12ms`. */
function withoutNumbers(core: string): string {
  let [result, previous] = ['', 0]
  for (let at = 0; at < core.length; at += 1) {
    const kind = kindAt(core, at)
    const isWithin = (previous & (HEX | LETTER | UNDERSCORE)) !== 0
    if (kind !== DIGIT || isWithin) {
      result += kind === AT ? '@@' : core.charAt(at)
      previous = kind === DIGIT ? LETTER : kind
      continue
    }
    if (previous !== DIGIT) result += '@int'
    previous = DIGIT
  }
  return result
}
