import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { secondFactor } from '../../people/second-factor.ts'
import type { SecretSeal } from '../../people/secret-seal.ts'
import type { SecondFactor } from '../../store/proof.ts'

/**
 * What a typed code claims to be; null if the person needs none. Throws `HttpError` if it is missing, or a wrong
 * one-time code, or if the hub lacks the key to tell.
 */
export function shownFactor(
  { seal, name, totp }: { readonly seal: SecretSeal; readonly name: string; readonly totp: string | null },
  code: string,
  now: number,
): SecondFactor | null {
  if (totp === null) return null
  if (code.trim() === '') throw new HttpError(PROBLEMS.codeNeeded)
  const secret = seal.opened(name, totp)
  const second = secondFactor(secret, code, now)
  if (second === undefined) throw new HttpError(secret === undefined ? PROBLEMS.noSecretKey : PROBLEMS.wrongLogin)
  return second
}
