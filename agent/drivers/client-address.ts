import { isIP } from 'node:net'

const MAPPED = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/

/**
 * A client's address in one form: IPv6 as RFC 5952 writes it, and IPv4 unwrapped where IPv6 carries it
 * (`::ffff:192.0.2.10`, as dual-stack sockets name it; RFC 4291, section 2.5.5.2). Undefined for any other text.
 */
export function clientAddress(text: string): string | undefined {
  if (isIP(text) !== 6) return isIP(text) === 4 ? text : undefined
  const url = `http://[${text}]`
  // URLs take no zone of a link-local address, `…%eth0`.
  if (!URL.canParse(url)) return text
  const address = new URL(url).hostname.slice(1, -1)
  const [, high, low] = MAPPED.exec(address) ?? []
  if (high === undefined || low === undefined) return address
  const bytes = Buffer.from(high.padStart(4, '0') + low.padStart(4, '0'), 'hex')
  return bytes.join('.')
}
