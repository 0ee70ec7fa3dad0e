import { randomInt } from 'node:crypto'

/** Letters and digits without those that look alike when they are read aloud or typed. */
export const READABLE = '23456789abcdefghjkmnpqrstuvwxyz'

const LENGTH = 8

/** A name that nothing else has, for people to read and type: `web1-k3v9q2xm`. */
export function readableId(prefix: string): string {
  const random = Array.from({ length: LENGTH }, () => READABLE.charAt(randomInt(READABLE.length)))
  return `${prefix}-${random.join('')}`
}

/** The identifier of a new credential, which begins like the host's name. */
export function identifierFor(host: string): string {
  return readableId(host.split('.')[0]?.toLowerCase().slice(0, 40) ?? 'agent')
}
