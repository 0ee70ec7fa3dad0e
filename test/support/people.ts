import { newApiToken } from '../../hub/people/api-token.ts'
import { addPerson } from '../../hub/store/change/add-person.ts'
import { createApiToken } from '../../hub/store/change/create-api-token.ts'
import type { Role, Scope } from '../../hub/store/known-person.ts'
import type { Store } from '../../hub/store/store.ts'
import { NOW } from './stores.ts'

/** Who tests do something as. */
const BY = { actor: 'root on the command line', address: '' }

/** Makes the hub know a person without a password. */
export async function personIn(store: Store, name: string, role: Role): Promise<void> {
  await store.change(addPerson, { name, role, password: null, now: NOW, by: BY })
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
