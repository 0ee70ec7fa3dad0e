import * as v from 'valibot'
import { hostName } from '../../lib/settings/value.ts'
import { identifierFor } from '../credentials/readable-id.ts'
import { bodyJson } from '../http/body-json.ts'
import { HttpError, type HttpProblem, PROBLEMS } from '../http/errors.ts'
import type { HubAnswer, HubRequest, Route } from '../http/route.ts'
import { enrol, type EnrolRefusal } from '../store/change/enrol.ts'
import { type PresentedToken, presentedToken } from './enrol-token.ts'
import { enrolmentNotices } from './notices.ts'
import { WISHED_HEADER } from './wished-fields.ts'

const request = v.pipe(
  bodyJson,
  v.object({
    host: hostName,
    version: v.pipe(v.string(), v.maxLength(64)),
    /** Of the secret that the agent made, which never leaves it but to prove who it is. */
    secret_digest: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/)),
  }),
)

/** How long the credentials that a host had before count after it has enrolled again, in seconds. */
const GRACE = 3600

/** `POST /api/enrolments`: credentials for a server, for one use of a token. */
export const postEnrolment: Route = {
  method: 'POST',
  path: '/api/enrolments',
  caller: 'anybody',
  most: 4096,
  answer,
}

async function answer(asked: HubRequest): Promise<HubAnswer> {
  const { store, clock, tell, address, body, headers, failures } = asked
  const at = clock.now()
  const wait = failures.waitFor(address, at)
  if (wait > 0) throw new HttpError(PROBLEMS.tooManyFailures, { headers: { 'retry-after': String(wait) } })
  const token = bearerToken(headers.authorization)
  const { success, output } = v.safeParse(request, body.toString())
  if (token === undefined || !success) {
    failures.note(address, at)
    throw new HttpError(token === undefined ? PROBLEMS.noToken : PROBLEMS.noEnrolment)
  }
  const { host, secret_digest: digest } = output
  const now = Math.floor(at / 1000)
  const asks = { token, host, digest, identifier: identifierFor(host), now, previousUntil: now + GRACE, address }
  const enrolled = await store.change(enrol, asks)
  if ('identifier' in enrolled) {
    tell(enrolmentNotices.enrolled(host, token.id, address))
    return { status: 201, headers: WISHED_HEADER, body: { json: { identifier: enrolled.identifier } } }
  }
  const problem = REFUSALS[enrolled.refused]
  if (problem === PROBLEMS.wrongToken) failures.note(address, at)
  tell(enrolmentNotices.refused(host, address, problem.error))
  throw new HttpError(problem)
}

const REFUSALS: Readonly<Record<EnrolRefusal, HttpProblem>> = {
  unknown_token: PROBLEMS.wrongToken,
  revoked: PROBLEMS.wrongToken,
  expired: PROBLEMS.tokenExpired,
  used_up: PROBLEMS.tokenUsedUp,
  other_host: PROBLEMS.tokenOfOther,
  name_taken: PROBLEMS.nameTaken,
}

function bearerToken(authorization = ''): PresentedToken | undefined {
  return presentedToken(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '')
}
