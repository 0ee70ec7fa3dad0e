import { identifierFor } from '../../hub/credentials/readable-id.ts'
import { newToken, type PresentedToken } from '../../hub/enrolment/enrol-token.ts'
import { createToken } from '../../hub/store/change/create-token.ts'
import { enrol, type Enrolled } from '../../hub/store/change/enrol.ts'
import type { Store } from '../../hub/store/store.ts'
import { digestOf, newSecret } from '../../lib/credentials/secret.ts'
import { BY } from './people.ts'
import { NOW } from './stores.ts'

/** Makes a token, for as many uses as a test wants. */
export async function tokenIn(
  store: Store,
  {
    uses = 1,
    ttl = 3600,
    label = '',
    host = null,
  }: { uses?: number; ttl?: number; label?: string; host?: string | null },
): Promise<PresentedToken & { readonly text: string }> {
  const { text, ...token } = newToken()
  const kept = { ...token, label, host, created: NOW, expires: NOW + ttl, uses_left: uses }
  await store.change(createToken, { token: kept, by: BY })
  return { ...token, text }
}

/** Enrols a host with a token. */
export function enrolIn(
  store: Store,
  { id, digest }: PresentedToken,
  host: string,
  { secret = newSecret(), now = NOW }: { secret?: string; now?: number } = {},
): Promise<Enrolled> {
  const asked = {
    host,
    identifier: identifierFor(host),
    digest: digestOf(secret),
    now,
    previousUntil: now + 3600,
    address: '192.0.2.7',
  }
  return store.change(enrol, { token: { id, digest }, ...asked })
}

/** The identifier that an enrolment gave; fails the test if it gave none. */
export function identifierIn(enrolled: Enrolled): string {
  if ('identifier' in enrolled) return enrolled.identifier
  throw new Error(enrolled.refused)
}
