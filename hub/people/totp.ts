import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { fromBase32, toBase32 } from './base32.ts'

// One-time codes by time (RFC 6238) with what every program for them knows: SHA-1, six digits, 30 seconds.

const [DIGITS, SECONDS] = [6, 30]

/** Clocks may differ by as many steps; codes that are typed slowly count, too. */
const DRIFT = 1

/** A new secret in base32: 160 bits, as RFC 4226 recommends. */
export function newTotpSecret(): string {
  return toBase32(randomBytes(20))
}

/** The code of a step: how many times 30 seconds have passed since 1970-01-01T00:00:00Z. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 0xf) & 0x7fff_ffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The step whose code this is, by the hub's clock in seconds; undefined if it is not one of now. */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const present = Math.floor(now / SECONDS)
  const steps = Array.from({ length: 2 * DRIFT + 1 }, (_, index) => present - DRIFT + index)
  return steps.findLast((step) => isSame(totpCode(secret, step), code))
}

/** The address that programs for one-time codes read, mostly as a QR code. */
export function totpUrl(secret: string, person: string, host: string): string {
  const label = `${encodeURIComponent(host)}:${encodeURIComponent(person)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(host)}`
}

function isSame(own: string, typed: string): boolean {
  const [a, b] = [Buffer.from(own), Buffer.from(typed)]
  return a.length === b.length && timingSafeEqual(a, b)
}
