import type { IncomingHttpHeaders } from 'node:http'
import { digestOf } from '../../lib/credentials/secret.ts'

/** How long a session counts: unused, and at most; in seconds. A shift, and the break in it. */
export const SESSION = { idle: 2 * 3600, most: 12 * 3600 }

/**
 * Browsers take a cookie with this prefix only from the very host, over TLS: no other host of the domain can plant one
 * (RFC 6265bis, "The __Host- Prefix"). On plain loopback they would not take it at all.
 */
function nameAt(origin: string): string {
  return origin.startsWith('https:') ? '__Host-spoor' : 'spoor'
}

/** The digest of the session that a request names; undefined if it names none. */
export function sessionIn({ cookie = '' }: IncomingHttpHeaders, origin: string): string | undefined {
  const start = `${nameAt(origin)}=`
  const found = cookie.split(/; */).find((pair) => pair.startsWith(start))
  const secret = found?.slice(start.length) ?? ''
  return /^[\w-]{43}$/.test(secret) ? digestOf(secret) : undefined
}

/** The header that gives a browser its session. */
export function sessionCookie(secret: string, origin: string): { readonly 'set-cookie': string } {
  return cookieOf(secret, SESSION.most, origin)
}

/** The header that takes it away. */
export function noSessionCookie(origin: string): { readonly 'set-cookie': string } {
  return cookieOf('', 0, origin)
}

function cookieOf(value: string, seconds: number, origin: string): { readonly 'set-cookie': string } {
  const secure = origin.startsWith('https:') ? '; Secure' : ''
  const attributes = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
  return { 'set-cookie': `${nameAt(origin)}=${value}; ${attributes}` }
}
