import * as v from 'valibot'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { PersonRequest } from '../../http/route.ts'
import { peopleNotices } from '../../people/notices.ts'
import { LONGEST_PASSWORD } from '../../people/password.ts'
import { sessionIn } from '../../people/session-cookie.ts'
import { loginOf } from '../../store/ask/login-of.ts'
import { noteFailedLogin } from '../../store/change/note-failed-login.ts'
import type { Proof } from '../../store/proof.ts'
import { refuseInClear } from './clear-text.ts'
import type { LoginLimits } from './login-limits.ts'
import type { PasswordDesk } from './password-desk.ts'
import { shownFactor } from './shown-factor.ts'

/** What a person shows once more before its own secrets change: whoever found an open browser does not know it. */
export const OWN_PROOF = {
  present: v.pipe(v.string(), v.maxLength(LONGEST_PASSWORD), v.description('The present password.')),
  code: v.optional(
    v.pipe(v.string(), v.maxLength(64), v.description('A one-time code or a recovery code, for who has them.')),
    '',
  ),
} as const

interface Shown {
  readonly present: string
  readonly code: string
}

/** Takes what somebody shows, few times if it is wrong. */
export class OwnProofs {
  readonly #desk: PasswordDesk
  readonly #limits: LoginLimits

  constructor(desk: PasswordDesk, limits: LoginLimits) {
    this.#desk = desk
    this.#limits = limits
  }

  /**
   * The proof, and the session that stays, for a change that says whether the proof counts. Rejects with `HttpError`
   * if it is wrong, or if a token asks.
   */
  async proven(
    request: PersonRequest,
    shown: Shown,
    change: (own: { readonly proof: Proof; readonly session: string }) => Promise<boolean>,
  ): Promise<void> {
    refuseInClear(request)
    const { person, headers, origin, address, clock, tell, store } = request
    const session = sessionIn(headers, origin)
    if (person.token !== null || session === undefined) throw new HttpError(PROBLEMS.sessionOnly)
    const [tried, at] = [{ name: person.name, address }, clock.now()]
    const wait = this.#limits.waitFor(tried, at)
    if (wait > 0) throw new HttpError(PROBLEMS.tooManyFailures, { headers: { 'retry-after': String(wait) } })
    this.#limits.note(tried, at)
    const proof = await this.#proof(request, shown)
    if (proof !== undefined && (await change({ proof, session }))) return this.#limits.forgive(tried)
    tell(peopleNotices.loginFailed(address))
    await store.change(noteFailedLogin, { ...tried, now: Math.floor(at / 1000) })
    throw new HttpError(PROBLEMS.wrongPresent)
  }

  async #proof({ store, person, clock, seal }: PersonRequest, { present, code }: Shown): Promise<Proof | undefined> {
    const found = await store.ask(loginOf, person.name)
    if (!(await this.#desk.isPasswordOf(found?.password ?? null, present)) || found === null) return undefined
    try {
      const second = shownFactor({ seal, name: person.name, totp: found.totp }, code, Math.floor(clock.now() / 1000))
      return { person: found.person, password: found.password, second }
    } catch (error) {
      if (error instanceof HttpError && error.problem !== PROBLEMS.noSecretKey) return undefined
      throw error
    }
  }
}
