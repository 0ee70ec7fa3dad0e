import { newApiToken } from '../../hub/people/api-token.ts'
import { passwordHash } from '../../hub/people/password.ts'
import { newSpokenCode, spokenCodeDigest } from '../../hub/people/spoken-code.ts'
import { newTotpSecret } from '../../hub/people/totp.ts'
import { addPerson } from '../../hub/store/change/add-person.ts'
import { createApiToken } from '../../hub/store/change/create-api-token.ts'
import { setTotp } from '../../hub/store/change/set-totp.ts'
import type { Role, Scope } from '../../hub/store/known-person.ts'
import type { Store } from '../../hub/store/store.ts'
import { NOW } from './stores.ts'

/** Who tests do something as. */
export const BY = { actor: 'root on the command line', address: '' }

/** A hash is made slowly, so each password of a file has one. */
const HASHES = new Map<string, Promise<string>>()

function hashOf(password: string): Promise<string> {
  const hash = HASHES.get(password) ?? passwordHash(password)
  HASHES.set(password, hash)
  return hash
}

/** Makes the hub know a person, with a password if one is given. */
export async function personIn(store: Store, name: string, role: Role, password?: string): Promise<void> {
  const hash = password === undefined ? null : await hashOf(password)
  await store.change(addPerson, { name, role, password: hash, now: NOW, by: BY })
}

/** Begins one-time codes for a person. */
export async function totpIn(store: Store, name: string): Promise<{ readonly secret: string; readonly code: string }> {
  const [secret, code] = [newTotpSecret(), newSpokenCode()]
  await store.change(setTotp, { name, secret, recovery: [spokenCodeDigest(code)], now: NOW, by: BY })
  return { secret, code }
}

/** Makes an API token of a person; returns the header `Authorization`, and the token's id. */
export async function apiTokenIn(
  store: Store,
  owner: string,
  { scope = 'write', ttl = 3600 }: { readonly scope?: Scope; readonly ttl?: number } = {},
): Promise<{ readonly id: string; readonly authorization: string }> {
  const { text, ...token } = newApiToken()
  const kept = { ...token, name: 'test', scope, created: NOW, expires: NOW + ttl }
  await store.change(createApiToken, { owner, token: kept, by: BY })
  return { id: token.id, authorization: `Bearer ${text}` }
}
