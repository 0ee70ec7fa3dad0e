import type { ForwardType } from '../../lib/event/event.ts'

/** Where a forward leads, without what must not leave the host. */
export interface Forward {
  readonly type: ForwardType
  /** An address, the name of a local user, or what stands for anything else: `|`, `/`, `:fail:`…, `?`. */
  readonly recipient: string
}

/** The longest address that is reported, in UTF-16 units; SMTP allows 254. */
const LONGEST = 1024

const ADDRESS = /^[^\s"(),:;<>@[\\\]|/]+@(?:[\p{L}\p{M}\p{N}.-]+|\[[\dA-Fa-f.:]+\])$/u
const NAME = /^[\w.+-]{1,64}$/
const SPECIAL = /^:(blackhole|defer|fail|include|unknown):/i
const QUOTED_COMMAND = /^\s*"\s*\|[^"]*"\s*$/

/** Whether text can be the address of a mailbox: one plain address, and not longer than SMTP allows. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text) && !/[\p{Cc}\p{Cs}]/u.test(text)
}

/**
 * Reads a recipient as Exim does (its specification, "The redirect router"); the client's own word for it counts less.
 * Only one plain address or name is reported as it stands: never the command line of a program, which may hold
 * passwords, the path of a file, or the text of a refusal. Text with an `@` is a program only if it can be nothing
 * else, because Exim prefers the address: a forward to `|x@example.com` taken for a program would not be reported.
 */
export function forwardOf(text: string, option = ''): Forward {
  const bare = text.replace(/^["\s]+/, '')
  const special = SPECIAL.exec(bare)?.[1]?.toLowerCase()
  if (special !== undefined) return { type: typeOfSpecial(special), recipient: `:${special}:` }
  const mayBeAddress = text.includes('@') && !QUOTED_COMMAND.test(text)
  const unless = (type: ForwardType): ForwardType => (mayBeAddress ? 'email' : type)
  if (bare.startsWith('/')) return { type: unless('file'), recipient: '/' }
  const isProgram = bare.startsWith('|') || (option === 'pipe' && !mayBeAddress)
  return isProgram ? { type: unless('pipe'), recipient: '|' } : plainForward(text, option)
}

function plainForward(text: string, option: string): Forward {
  if (NAME.test(text)) return { type: option === 'system' ? 'system_user' : 'email', recipient: text }
  const address = storable(text)
  return { type: 'email', recipient: address !== undefined && ADDRESS.test(address) ? address : '?' }
}

function typeOfSpecial(special: string): ForwardType {
  if (special === 'blackhole') return 'blackhole'
  return special === 'include' ? 'file' : 'fail'
}

/**
 * Replaces control characters and lone surrogates by U+FFFD: the API refuses a whole report for text that it cannot
 * store (PostgreSQL has no U+0000) or parse.
 */
function storable(text: string): string | undefined {
  return text.length > LONGEST ? undefined : text.toWellFormed().replaceAll(/\p{Cc}/gu, '\ufffd')
}
