import * as v from 'valibot'
import { digestOf, newSecret } from '../../../lib/credentials/secret.ts'
import type { LoginAnswer } from '../../contract/person-contract.ts'
import { bodyJson } from '../../http/body-json.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { isOfOtherSite } from '../../http/own-site.ts'
import type { HubAnswer, HubRequest } from '../../http/route.ts'
import { peopleNotices } from '../../people/notices.ts'
import { isOutdated, LONGEST_PASSWORD } from '../../people/password.ts'
import { personName } from '../../people/person-name.ts'
import { SESSION, sessionCookie, sessionIn } from '../../people/session-cookie.ts'
import { loginOf } from '../../store/ask/login-of.ts'
import { logIn } from '../../store/change/log-in.ts'
import { noteFailedLogin } from '../../store/change/note-failed-login.ts'
import type { ApiRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'
import { refusal } from '../refusal.ts'
import { unknownKeyFault } from '../unknown-key.ts'
import { refuseInClear } from './clear-text.ts'
import { LoginLimits } from './login-limits.ts'
import { PasswordDesk } from './password-desk.ts'
import { shownFactor } from './shown-factor.ts'

const wished = v.strictObject({
  name: personName,
  password: v.pipe(v.string(), v.maxLength(LONGEST_PASSWORD)),
  /** A one-time code, or a recovery code. */
  code: v.optional(v.pipe(v.string(), v.maxLength(64)), ''),
})

const signedInAs: v.GenericSchema<LoginAnswer> = v.object({
  name: v.string(),
  role: v.picklist(['viewer', 'analyst', 'admin']),
  expires: seconds,
})

const request = v.pipe(bodyJson, wished)

type Login = v.InferOutput<typeof request>

/** `POST /api/v1/login`: a session for a browser, in a cookie. */
export function loginRoute(desk = new PasswordDesk(), limits = new LoginLimits()): ApiRoute {
  return {
    method: 'POST',
    path: '/api/v1/login',
    caller: 'anybody',
    most: 4096,
    description: {
      summary: 'Signs a person in: a session for a browser, in a cookie.',
      parameters: {},
      body: wished,
      answer: signedInAs,
      status: 200,
    },
    answer: (asked) => answer(desk, limits, asked),
  }
}

async function answer(desk: PasswordDesk, limits: LoginLimits, asked: HubRequest): Promise<HubAnswer> {
  refuseInClear(asked)
  if (isOfOtherSite(asked)) throw new HttpError(PROBLEMS.otherSite)
  const { success, output: login, issues } = v.safeParse(request, asked.body.toString())
  if (!success) throw refusal(PROBLEMS.noLogin, issues[0], unknownKeyFault(wished, issues))
  const [at, tried] = [asked.clock.now(), { name: login.name, address: asked.address }]
  const wait = limits.waitFor(tried, at)
  if (wait > 0) {
    asked.tell(peopleNotices.loginsHeld(asked.address))
    throw new HttpError(PROBLEMS.tooManyFailures, { headers: { 'retry-after': String(wait) } })
  }
  limits.note(tried, at)
  try {
    const signedIn = await session(desk, asked, login)
    limits.forgive(tried)
    return signedIn
  } catch (error) {
    if (error instanceof HttpError && error.problem === PROBLEMS.wrongLogin) {
      asked.tell(peopleNotices.loginFailed(asked.address))
      await asked.store.change(noteFailedLogin, { ...tried, now: Math.floor(at / 1000) })
    } else limits.forgive(tried)
    throw error
  }
}

async function session(desk: PasswordDesk, asked: HubRequest, { name, password, code }: Login): Promise<HubAnswer> {
  const { store, clock, headers, origin, address } = asked
  const found = await store.ask(loginOf, name)
  const isRight = await desk.isPasswordOf(found?.password ?? null, password)
  if (found === null || !isRight) throw new HttpError(PROBLEMS.wrongLogin)
  const now = Math.floor(clock.now() / 1000)
  const second = shownFactor({ seal: asked.seal, name, totp: found.totp }, code, now)
  const secret = newSecret()
  const { person, role } = found
  const renewed = isOutdated(found.password) ? await desk.hashOf(password) : null
  const expires = now + SESSION.most
  const isIn = await store.change(logIn, {
    person,
    password: found.password,
    renewed,
    second,
    now,
    address,
    session: {
      digest: digestOf(secret),
      expires,
    },
    previous: sessionIn(headers, origin) ?? null,
  })
  if (!isIn) throw new HttpError(PROBLEMS.wrongLogin)
  return { status: 200, headers: sessionCookie(secret, origin), body: { json: { name, role, expires } } }
}
