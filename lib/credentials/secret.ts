import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new secret: 256 random bits in base64url, 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether a text has the form of such a secret. */
export function isSecret(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

/** What is kept of a secret: its SHA-256, in hexadecimal digits. Secrets are random, so a slow digest adds nothing. */
export function digestOf(secret: string): string {
  return hash('sha256', secret)
}

/** Whether two digests are the same; takes as long wherever they differ. */
export function isSameDigest(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
