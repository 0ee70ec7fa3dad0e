import { randomInt } from 'node:crypto'

/** Without characters that look alike when they are read aloud or typed. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'

const LENGTH = 8

/** A name that nothing else has, for people to read and type: `web1-k3v9q2xm`. */
export function readableId(prefix: string): string {
  const random = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)))
  return `${prefix}-${random.join('')}`
}

/** The identifier of a new credential, which begins like the host's name. */
export function identifierFor(host: string): string {
  return readableId(host.split('.')[0]?.toLowerCase().slice(0, 40) ?? 'agent')
}
