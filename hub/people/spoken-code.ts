import { randomInt } from 'node:crypto'
import { digestOf } from '../../lib/credentials/secret.ts'
import { READABLE } from '../credentials/readable-id.ts'

const LENGTH = 16

/** How many logins a person has without the device that makes the codes. */
export const RECOVERY_CODES = 10

/** A code that counts once, for people to write down and type: 79 random bits as `k3v9-q2xm-h7tw-4ncp`. */
export function newSpokenCode(): string {
  const letters = Array.from({ length: LENGTH }, () => READABLE.charAt(randomInt(READABLE.length)))
  return letters.join('').replaceAll(/.{4}(?=.)/g, '$&-')
}

/** What is kept of such a code, however it is typed. */
export function spokenCodeDigest(typed: string): string {
  return digestOf(typed.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
}
