import { digestOf, isSameDigest } from '../../lib/credentials/secret.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { agentOfCredential, type KnownCredential } from '../store/ask/agent-of-credential.ts'
import type { Store } from '../store/store.ts'
import { HttpError, PROBLEMS } from './errors.ts'

/** How long an answer of the store counts, in milliseconds: a revoked credential can report for that long. */
const FRESH = 5000

/** Identifiers that are remembered at most; whoever guesses them must not fill the memory. */
const MOST_REMEMBERED = 20_000

interface Remembered {
  readonly until: number
  readonly credential: Promise<KnownCredential | null>
}

/** Says which agent sent a request, by its credential. */
export class AgentAccess {
  readonly #store: Store
  readonly #clock: Clock
  readonly #remembered = new Map<string, Remembered>()

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /**
   * Whose credential a header `Authorization` holds. Throws `HttpError` if nobody's; rejects with `StoreUnavailable` if
   * that cannot be known now.
   */
  async agentOf(authorization: string | undefined): Promise<KnownCredential> {
    const { identifier, secret } = basicCredentials(authorization)
    const known = await this.#credential(identifier)
    // A digest is compared for unknown identifiers, too, so that the time tells nothing about them.
    const digests = known === null ? [NOBODYS] : known.digests
    const own = digestOf(secret)
    const fits = digests.map((digest) => isSameDigest(digest, own)).some(Boolean)
    if (known === null || !fits) throw new HttpError(PROBLEMS.wrongCredentials, CHALLENGE)
    return known
  }

  #credential(identifier: string): Promise<KnownCredential | null> {
    const now = this.#clock.now()
    const found = this.#remembered.get(identifier)
    // A clock that was set back must not keep an answer for hours.
    if (found !== undefined && found.until > now && found.until <= now + FRESH) return found.credential
    const credential = this.#store.ask(agentOfCredential, { identifier, now: Math.floor(now / 1000) })
    this.#remembered.delete(identifier)
    this.#remembered.set(identifier, { until: now + FRESH, credential })
    credential.catch(() => this.#remembered.delete(identifier))
    if (this.#remembered.size > MOST_REMEMBERED) {
      const [oldest = ''] = this.#remembered.keys()
      this.#remembered.delete(oldest)
    }
    return credential
  }
}

const CHALLENGE = { headers: { 'www-authenticate': 'Basic realm="spoor"' } }

const NOBODYS = '0'.repeat(64)

/**
 * The two parts of Basic authorization; throws `HttpError` if there are none. App::Spoor folds the base64 of long
 * credentials; on the wire the folds are blanks.
 */
export function basicCredentials(authorization = ''): { readonly identifier: string; readonly secret: string } {
  const [, encoded] = /^Basic +(\S.*)$/i.exec(authorization) ?? []
  if (encoded === undefined) throw new HttpError(PROBLEMS.noCredentials, CHALLENGE)
  const text = Buffer.from(encoded.replaceAll(/\s/g, ''), 'base64').toString()
  const colon = text.indexOf(':')
  // Neither part has control characters (RFC 7617, section 2), and PostgreSQL cannot even be asked for U+0000.
  if (colon < 1 || text.includes('\0')) throw new HttpError(PROBLEMS.noCredentials, CHALLENGE)
  return { identifier: text.slice(0, colon), secret: text.slice(colon + 1) }
}
