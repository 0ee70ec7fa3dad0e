import type { ForwardType } from '../../lib/event/event.ts'

/** Where a forward leads, as far as it may leave the host. */
export interface Forward {
  readonly type: ForwardType
  /** An address, the name of a local user, or what stands for anything else: `|`, `/`, `:fail:`…, `?`. */
  readonly recipient: string
}

/** The longest address that is reported, in UTF-16 units; SMTP takes 254. */
const LONGEST = 1024

const ADDRESS = /^[^\s"(),:;<>@[\\\]|/]+@(?:[\p{L}\p{M}\p{N}.-]+|\[[\dA-Fa-f.:]+\])$/u
const NAME = /^[\w.+-]{1,64}$/
const SPECIAL = /^:(blackhole|defer|fail|include|unknown):/i
const QUOTED_COMMAND = /^\s*"\s*\|[^"]*"\s*$/

/**
 * What Exim makes of a recipient (its specification, "The redirect router"), before what the client called it. Only
 * what is one plain address or name is told as it stands: the command line of a program, which may hold passwords, the
 * path of a file and the text of a refusal never are. What holds an `@` is not called a program unless it can be
 * nothing else, for Exim prefers the address: a forward to `|x@example.com` that passed for a program would not be
 * reported.
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
 * Control characters and halves of surrogate pairs become U+FFFD: what cannot be stored (PostgreSQL has no U+0000) or
 * is no JSON to its parser, the API refuses, and with it the whole report.
 */
function storable(text: string): string | undefined {
  return text.length > LONGEST ? undefined : text.toWellFormed().replaceAll(/\p{Cc}/gu, '\ufffd')
}
