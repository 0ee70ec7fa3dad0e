import { newNamedSecret, type PresentedSecret, presentedSecret } from '../credentials/named-secret.ts'

/** A token for enrolments as somebody presents it: which one, and the digest of its secret. */
export type PresentedToken = PresentedSecret

/** A new token: what is printed once, and what is kept of it. */
export function newToken(): PresentedToken & { readonly text: string } {
  return newNamedSecret('t')
}

/** Takes a token apart; undefined if it is none. */
export function presentedToken(text: string): PresentedToken | undefined {
  return presentedSecret('t', text)
}
