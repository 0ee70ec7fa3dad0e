import type { Clock } from '../../lib/system/clock.ts'
import { presentedApiToken } from '../people/api-token.ts'
import { SESSION, sessionIn } from '../people/session-cookie.ts'
import { personOfSession } from '../store/ask/person-of-session.ts'
import { personOfToken } from '../store/ask/person-of-token.ts'
import { noteApiTokenUse } from '../store/change/note-api-token-use.ts'
import { noteSessionUse } from '../store/change/note-session-use.ts'
import type { KnownPerson } from '../store/known-person.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { HttpError, PROBLEMS } from './errors.ts'
import { isOfOwnSite } from './own-site.ts'
import type { HubRequest, Route } from './route.ts'

/** How exactly it is kept when a session and a token were used last, in seconds: each time costs a commit. */
const [SESSION_USE, TOKEN_USE] = [60, 600]

type Asked = Pick<HubRequest, 'headers' | 'origin'>

/** Says which person sent a request. Nothing is remembered: what an admin ends has ended for the next request. */
export class PersonAccess {
  readonly #store: Store
  readonly #clock: Clock

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /**
   * Whose token or session a request has; a token counts more. Throws `HttpError` if nobody's, or if a page of another
   * site may have made it; rejects with `StoreUnavailable`.
   */
  async personOf(method: Route['method'], asked: Asked): Promise<KnownPerson> {
    const { headers, origin } = asked
    const now = Math.floor(this.#clock.now() / 1000)
    if (headers.authorization !== undefined) return this.#tokens(headers.authorization, now)
    const digest = sessionIn(headers, origin)
    if (digest === undefined) throw new HttpError(PROBLEMS.noPerson, CHALLENGE)
    // Browsers add cookies to whatever a page asks; only what changes nothing may come from anywhere.
    if (method !== 'GET' && !isOfOwnSite(asked)) throw new HttpError(PROBLEMS.otherSite)
    return this.#sessions(digest, now)
  }

  async #tokens(authorization: string, now: number): Promise<KnownPerson> {
    const token = presentedApiToken(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '')
    const found = token === undefined ? null : await this.#store.ask(personOfToken, { ...token, now })
    if (token === undefined || found === null) throw new HttpError(PROBLEMS.wrongApiToken, CHALLENGE)
    const { used, ...person } = found
    if (used === null || now - used >= TOKEN_USE)
      await this.#store.change(noteApiTokenUse, { id: token.id, now }).catch(letPass)
    return person
  }

  async #sessions(digest: string, now: number): Promise<KnownPerson> {
    const found = await this.#store.ask(personOfSession, { digest, now, idle: now - SESSION.idle })
    if (found === null) throw new HttpError(PROBLEMS.sessionEnded, CHALLENGE)
    const { seen, ...person } = found
    if (now - seen >= SESSION_USE) await this.#store.change(noteSessionUse, { digest, now }).catch(letPass)
    return person
  }
}

const CHALLENGE = { headers: { 'www-authenticate': 'Bearer realm="spoor"' } }

/** Who only reads can do so while the store's disk is full. */
function letPass(error: unknown): void {
  if (!(error instanceof StoreUnavailable)) throw error
}
