import { isName } from '../drivers/captured-text.ts'
import type { Told } from './hooked.ts'

/** Whom a change of mail concerns, and who made it where that is somebody else. */
export interface Concerned {
  readonly context: 'mailbox' | 'domain'
  readonly mailbox_address: string
  readonly actor: string | null
}

/** The longest name of an account or a domain. */
const LONGEST = 255

/** Text that can name an account, a domain or a token; null if it cannot. */
export function nameIn(text: string | null | undefined): string | null {
  return text !== null && text !== undefined && text.length <= LONGEST && isName(text) ? text : null
}

/**
 * Whom a call of the mail functions concerns: the mailbox by its address, or by its name and its domain; the account
 * where the call names no mailbox. undefined if it names nobody.
 */
export function concerned({ user, args }: Told, address: string | undefined = addressIn(args)): Concerned | undefined {
  const account = nameIn(user)
  const name = address !== undefined && isName(address) ? address : account
  if (name === null) return undefined
  const context = name.includes('@') ? 'mailbox' : 'domain'
  return { context, mailbox_address: name, actor: account === name ? null : account }
}

/** cPanel takes `local` with a domain, and `local@domain` or `local+domain` (https://api.docs.cpanel.net, Email). */
function addressIn({ email, domain }: Told['args']): string | undefined {
  if (email === undefined || email === '' || email.includes('@') || domain === undefined || domain === '') return email
  return email.endsWith(`+${domain}`) ? `${email.slice(0, -domain.length - 1)}@${domain}` : `${email}@${domain}`
}
