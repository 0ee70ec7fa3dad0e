import type { SecondFactor } from '../store/proof.ts'
import { spokenCodeDigest } from './spoken-code.ts'
import { stepOfCode } from './totp.ts'

/**
 * What a typed code claims to be; undefined if it is a wrong one-time code, as any is without the secret. The store
 * says whether it was used.
 */
export function secondFactor(secret: string | undefined, typed: string, now: number): SecondFactor | undefined {
  const digits = typed.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return { recovery: spokenCodeDigest(typed) }
  const step = secret === undefined ? undefined : stepOfCode(secret, digits, now)
  return step === undefined ? undefined : { step }
}
