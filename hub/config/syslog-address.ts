import { isLoopbackHost } from '../../lib/text/loopback.ts'

/** A server of syslog. */
export interface SyslogAddress {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

/** The port of syslog over TLS (RFC 5425 §4.1). */
const USUAL_PORT = 6514

/**
 * Parses `tls://HOST[:PORT]`, or `tcp://127.0.0.1:PORT`: what leaves the machine is never in clear. Undefined if it is
 * neither.
 */
export function parseSyslogAddress(text: string): SyslogAddress | undefined {
  const [, protocol, name = '', digits] = /^(tls|tcp):\/\/(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(text) ?? []
  const port = digits === undefined ? USUAL_PORT : Number(digits)
  if (protocol === undefined || port < 1 || port > 65_535) return undefined
  const tls = protocol.toLowerCase() === 'tls'
  if (!tls && (digits === undefined || !isLoopbackHost(name))) return undefined
  return { host: name.replace(/^\[|\]$/g, ''), port, tls }
}
