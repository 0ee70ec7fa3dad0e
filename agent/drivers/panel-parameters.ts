import { isAddress } from './forward.ts'
import { lastValue, type RequestTarget } from './request-target.ts'

// All that is ever taken from the query of a request: the client wrote it, passwords stand beside it, and cPanel may
// have refused it. So each value has a name in a list and the shape of what that name is for, or it is null.

const DOMAIN = /^(?=.{1,253}$)[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u
/** Source: https://docs.cpanel.net, "Guide to cPanel Username Restrictions". */
const ACCOUNT = /^[a-z][a-z\d_-]{0,31}$/
/** Source: https://docs.cpanel.net, "Manage API Tokens in cPanel". */
const TOKEN_NAME = /^[\w-]{1,64}$/

/** The mailbox that a parameter names, whole or with its domain in another one. */
export function mailboxIn(target: RequestTarget, name: string): string | null {
  const text = lastValue(target, name) ?? ''
  const domain = text.includes('@') ? undefined : domainIn(target, 'domain')
  const address = domain == null ? text : `${text}@${domain}`
  return isAddress(address) ? address : null
}

/** The domain that a parameter names. */
export function domainIn(target: RequestTarget, name: string): string | null {
  return shaped(DOMAIN, lastValue(target, name))
}

/** The account that a parameter names. */
export function accountIn(target: RequestTarget, name: string): string | null {
  return shaped(ACCOUNT, lastValue(target, name))
}

/** The name of an API token, never the token. */
export function tokenNameIn(target: RequestTarget, name: string): string | null {
  return shaped(TOKEN_NAME, lastValue(target, name))
}

function shaped(shape: RegExp, text: string | undefined): string | null {
  return text !== undefined && shape.test(text) ? text : null
}
