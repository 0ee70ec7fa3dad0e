import { isIP } from 'node:net'
import { asTemplate } from './template.ts'

/** What stands between brackets, quotes, commas and the like. */
const AROUND = /[^[\]()<>{}"'`,;=|#]+/g

/** Longer words are no values that somebody would recognise. */
const LONGEST = 512

/** Only these can be an address of the network; the longest has 45 characters. */
const ADDRESS = /^[\dA-Fa-f]{0,4}[.:][\dA-Fa-f.:]{1,44}$/

/** A number that begins no word and ends none; a unit may follow: `12ms`. */
const NUMBER = /(?<![A-Za-z\d_])\d+/g

/**
 * A word of a line as part of a typed template: addresses become `@ip`, numbers `@int`, addresses of mail, ids and
 * digests `@word`. What is left is text of the program, or varies in a way that only further lines tell.
 */
export function masked(word: string): string {
  if (!VARIES.test(word)) return word
  return word.length > LONGEST ? asTemplate(word) : word.replaceAll(AROUND, maskedValue)
}

/** Most words hold neither a digit nor an `@`, and an address of IPv6 without digits holds `::`, or is a rarity. */
const VARIES = /[\d@]|::/

function maskedValue(value: string): string {
  if (!VARIES.test(value)) return value
  const end = /[:.]$/.exec(value)?.[0] ?? ''
  return `${maskedCore(end === '' ? value : value.slice(0, -1))}${end}`
}

function maskedCore(core: string): string {
  if (ALL_DIGITS.test(core)) return '@int'
  if (ADDRESS.test(core) && isIP(core) !== 0) return '@ip'
  if (isMailAddress(core) || isId(core)) return '@word'
  const port = core.lastIndexOf(':')
  if (port > 6 && isIP(core.slice(0, port)) === 4) return `@ip:${maskedCore(core.slice(port + 1))}`
  return asTemplate(core).replaceAll(NUMBER, '@int')
}

const ALL_DIGITS = /^\d+$/

function isMailAddress(value: string): boolean {
  const at = value.lastIndexOf('@')
  return at > 0 && at < value.length - 1 && value.length <= 320
}

/** A digest or an id: long, of hexadecimal digits, or with letters and digits in turn. */
function isId(value: string): boolean {
  if (/^0x[\dA-Fa-f]{1,32}$/.test(value)) return true
  if (value.length < 6 || value.length > 128 || !/^[\w+/-]+$/.test(value) || !/\d/.test(value)) return false
  if (/^[\dA-Fa-f-]+$/.test(value)) return /[A-Fa-f]/.test(value) && value.length >= 8
  return (value.match(TURN)?.length ?? 0) >= 4
}

const TURN = /[A-Za-z](?=[-_]?\d)|\d(?=[-_]?[A-Za-z])/g
