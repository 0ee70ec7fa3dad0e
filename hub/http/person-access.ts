import type { Clock } from '../../lib/system/clock.ts'
import { presentedApiToken } from '../people/api-token.ts'
import { personOfToken } from '../store/ask/person-of-token.ts'
import type { KnownPerson } from '../store/known-person.ts'
import type { Store } from '../store/store.ts'
import { HttpError, PROBLEMS } from './errors.ts'
import type { HubRequest } from './route.ts'

/** Says which person sent a request. Nothing is remembered: what an admin ends has ended for the next request. */
export class PersonAccess {
  readonly #store: Store
  readonly #clock: Clock

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** Whose token a request has. Throws `HttpError` if nobody's; rejects with `StoreUnavailable`. */
  async personOf({ headers }: Pick<HubRequest, 'headers'>): Promise<KnownPerson> {
    if (headers.authorization === undefined) throw new HttpError(PROBLEMS.noPerson, CHALLENGE)
    const token = presentedApiToken(/^Bearer +(\S+)$/i.exec(headers.authorization)?.[1] ?? '')
    const now = Math.floor(this.#clock.now() / 1000)
    const person = token === undefined ? null : await this.#store.ask(personOfToken, { ...token, now })
    if (person === null) throw new HttpError(PROBLEMS.wrongApiToken, CHALLENGE)
    return person
  }
}

const CHALLENGE = { headers: { 'www-authenticate': 'Bearer realm="spoor"' } }
