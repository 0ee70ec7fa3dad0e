import { digestOf, newSecret } from '../../lib/credentials/secret.ts'
import { readableId } from './readable-id.ts'

/** A token as somebody presents it: which one, and the digest of its secret. */
export interface PresentedToken {
  readonly id: string
  readonly digest: string
}

/** A new token: what is printed once, and what is kept of it. */
export function newToken(): PresentedToken & { readonly text: string } {
  const [id, secret] = [readableId('t'), newSecret()]
  return { id, digest: digestOf(secret), text: `${id}.${secret}` }
}

/** Takes a token apart; undefined if it is none. */
export function presentedToken(text: string): PresentedToken | undefined {
  const [, id, secret] = /^(t-[2-9a-z]{8})\.([\w-]{43})$/.exec(text) ?? []
  return id === undefined || secret === undefined ? undefined : { id, digest: digestOf(secret) }
}
