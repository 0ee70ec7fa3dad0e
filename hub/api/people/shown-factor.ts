import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { secondFactor } from '../../people/second-factor.ts'
import type { SecondFactor } from '../../store/proof.ts'

/**
 * What a typed code claims to be; null if the person needs none. Throws `HttpError` if it is missing, or a wrong
 * one-time code.
 */
export function shownFactor(totp: string | null, code: string, now: number): SecondFactor | null {
  if (totp === null) return null
  if (code.trim() === '') throw new HttpError(PROBLEMS.codeNeeded)
  const second = secondFactor(totp, code, now)
  if (second === undefined) throw new HttpError(PROBLEMS.wrongLogin)
  return second
}
