import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import { percentDecode } from './percent-decoding.ts'

/** One line of cPanel's access_log, as it stands there. */
export interface AccessLine {
  readonly method: string
  /** Up to the first space, raw; written by the client. */
  readonly target: string
  readonly status: string
  /** Who cPanel took the client for: an account, a mailbox, or nobody, which is `-` or nothing; percent-encoded. */
  readonly rawUser: string
  /** What asked, when, and how the line ends; for `callerOf`. */
  readonly rest: {
    readonly first: string
    readonly ident: string | undefined
    readonly stamp: string
    readonly line: string
  }
}

/** Who made a request, and when, as far as it can be trusted. */
export interface Caller {
  /** The client's address. */
  readonly ip: string
  readonly user: string
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly time: number
  /** The port asked for (2083, 2087, 2096…); undefined where the line does not end with one. */
  readonly port: string | undefined
}

/**
 * Every field is read from the left, where cPanel writes, and the target runs to the first space, after which the
 * version and the status must follow at once, or what else holds no quote: a raw quote in the target, or a whole second
 * request in the referer or the user agent, is never looked at, and a space too many hides nothing. Each part ends
 * where the next begins, so the time is linear. Residual: were a request line with spaces and quotes served, its client
 * could invent his own request and status, never a user, address or time. Fields: https://docs.cpanel.net, "The cPanel
 * Log Files".
 */
const FIELDS =
  /^([^ ]+) (-|proxy) ([^ ]*) \[([^\]]{1,64})\] "([A-Z]+) +(?:([^ ]+) HTTP\/\d\.\d|([^ "]+)(?: [^"]*)?)" (\d{3}) /

/** Reads a line of access_log; undefined where it is none. */
export function parseAccessLine(line: string): AccessLine | undefined {
  const fields = FIELDS.exec(line)
  if (fields === null) return undefined
  const [, first = '', ident, rawUser = '', stamp = '', method = '', strict, loose = '', status = ''] = fields
  return { method, target: strict ?? loose, status, rawUser, rest: { first, ident, stamp, line } }
}

/**
 * Who made the request of a line; undefined where a field cannot be what it should. Most requests are of no interest
 * without it.
 */
export function callerOf({ rawUser, rest }: AccessLine, zone: string | undefined): Caller | undefined {
  const user = percentDecode(rawUser)
  const time = parseStamp(rest.stamp, zone)
  const { port, forwardedFor } = lineEnd(rest.line)
  const ip = clientOf(rest.first, rest.ident, forwardedFor)
  if (ip === undefined || !isName(user) || user === '-' || time === undefined) return undefined
  return { ip, user, time, port }
}

function clientOf(first: string, ident: string | undefined, forwardedFor: string): string | undefined {
  const forwarded = ident === 'proxy' ? clientAddress(forwardedFor) : undefined
  return forwarded ?? clientAddress(first)
}

/**
 * The port and the last address of X-Forwarded-For, which end the line: `"192.0.2.7, 192.0.2.1" 2083`. The client may
 * write that header, quotes and all, but cPanel's own Apache, which marks the request as `proxy`, appends the address
 * it was called from: what stands after the last separator is never the client's. Residual: behind a further proxy (a
 * CDN) that address is the proxy's, as everything before it could be invented.
 */
function lineEnd(line: string): { port: string | undefined; forwardedFor: string } {
  const end = line.lastIndexOf('" ')
  const port = line.slice(end + 2)
  if (end === -1 || !/^\d{1,5}$/.test(port)) return { port: undefined, forwardedFor: '' }
  const start = Math.max(line.lastIndexOf('"', end - 1), line.lastIndexOf(',', end), line.lastIndexOf(' ', end))
  return { port, forwardedFor: line.slice(start + 1, end) }
}
