import { digestOf, newSecret } from '../../lib/credentials/secret.ts'
import { readableId } from './readable-id.ts'

/** A secret as somebody presents it: its name, and its digest. */
export interface PresentedSecret {
  readonly id: string
  readonly digest: string
}

/** A new secret whose name begins with a letter: what is printed once, and what is kept of it. */
export function newNamedSecret(letter: string): PresentedSecret & { readonly text: string } {
  const [id, secret] = [readableId(letter), newSecret()]
  return { id, digest: digestOf(secret), text: `${id}.${secret}` }
}

/** Takes a secret apart; undefined if it is none of this letter. */
export function presentedSecret(letter: string, text: string): PresentedSecret | undefined {
  const [, id, secret] = /^([a-z]-[2-9a-z]{8})\.([\w-]{43})$/.exec(text) ?? []
  if (id === undefined || secret === undefined || !id.startsWith(letter)) return undefined
  return { id, digest: digestOf(secret) }
}
