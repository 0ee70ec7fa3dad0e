import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import { percentDecode } from './percent-decoding.ts'

/** One line of cPanel's access_log, undecoded. */
export interface AccessLine {
  readonly method: string
  /** Raw, up to the first space; the client wrote it. */
  readonly target: string
  readonly status: string
  /** Whom cPanel authenticated, percent-encoded: an account, a mailbox, or nobody (`-` or empty). */
  readonly rawUser: string
  /** What `callerOf` reads. */
  readonly rest: {
    readonly first: string
    readonly ident: string | undefined
    readonly stamp: string
    readonly line: string
  }
}

/** Who made a request, and when: only what cPanel itself wrote. */
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
 * Fields are read from the left, where cPanel writes them. The target ends at the first space; then come either the
 * version and the status, or text without a quote. So a raw quote in the target, or a second request in the referer or
 * the user agent, is never reached, and an extra space hides nothing. Each part ends where the next begins: linear
 * time. What remains: if cPanel served a request line with both spaces and quotes, its client could invent the request
 * and its status, but no user, address or time. Fields: https://docs.cpanel.net, "The cPanel Log Files".
 */
const FIELDS =
  /^([^ ]+) (-|proxy) ([^ ]*) \[([^\]]{1,64})\] "([A-Z]+) +(?:([^ ]+) HTTP\/\d\.\d|([^ "]+)(?: [^"]*)?)" (\d{3}) /

/** Parses a line of access_log; undefined for any other text. */
export function parseAccessLine(line: string): AccessLine | undefined {
  const fields = FIELDS.exec(line)
  if (fields === null) return undefined
  const [, first = '', ident, rawUser = '', stamp = '', method = '', strict, loose = '', status = ''] = fields
  return { method, target: strict ?? loose, status, rawUser, rest: { first, ident, stamp, line } }
}

/** Who made the request of a line; undefined where a field is malformed. Asked only for requests of interest. */
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
 * The port and the last address of X-Forwarded-For, which end the line: `"192.0.2.7, 192.0.2.1" 2083`. The client can
 * write that header, quotes included, but cPanel's own Apache, which marks the request as `proxy`, appends the address
 * that called it: text after the last separator is never the client's. What remains: behind another proxy (a CDN) that
 * address is the proxy's, because everything before it could be invented.
 */
function lineEnd(line: string): { port: string | undefined; forwardedFor: string } {
  const end = line.lastIndexOf('" ')
  const port = line.slice(end + 2)
  if (end === -1 || !/^\d{1,5}$/.test(port)) return { port: undefined, forwardedFor: '' }
  const start = Math.max(line.lastIndexOf('"', end - 1), line.lastIndexOf(',', end), line.lastIndexOf(' ', end))
  return { port, forwardedFor: line.slice(start + 1, end) }
}
