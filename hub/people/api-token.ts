import { newNamedSecret, type PresentedSecret, presentedSecret } from '../credentials/named-secret.ts'

/** A new API token: what is printed once, and what is kept of it. */
export function newApiToken(): PresentedSecret & { readonly text: string } {
  return newNamedSecret('a')
}

/** Takes an API token apart; undefined if it is none. */
export function presentedApiToken(text: string): PresentedSecret | undefined {
  return presentedSecret('a', text)
}
