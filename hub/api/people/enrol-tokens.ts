import * as v from 'valibot'
import type { EnrolTokensAnswer } from '../../contract/access-contract.ts'
import { newToken } from '../../enrolment/enrol-token.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { mayManage, mayOversee } from '../../people/rights.ts'
import { everyToken } from '../../store/ask/every-token.ts'
import { createToken } from '../../store/change/create-token.ts'
import { revokeToken } from '../../store/change/revoke-token.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'
import { hostNameText } from '../host-name-text.ts'
import { refuseInClear } from './clear-text.ts'
import { doneBy } from './people.ts'
import { madeToken, shortLabel, ttl } from './token-schema.ts'

const DAY = 86_400

const USES = 'A token is for 1 to 100,000 hosts.'

const host = v.nullable(v.pipe(hostNameText, v.description('The only host that it enrols; null for any new one.')))

const everyEnrolToken: v.GenericSchema<EnrolTokensAnswer> = v.object({
  tokens: v.array(
    v.object({
      id: v.string(),
      label: v.string(),
      host: v.nullable(v.string()),
      maker: v.pipe(v.string(), v.description('Who made it.')),
      created: seconds,
      expires: seconds,
      uses_left: v.number(),
      revoked: v.nullable(seconds),
    }),
  ),
})

/** `GET /api/v1/enrolment-tokens`. */
export const enrolTokensRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/enrolment-tokens',
    right: mayOversee,
    summary: 'Every token for enrolments, the newest first, without what would enrol anybody.',
    parameters: {},
    answer: everyEnrolToken,
  },
  async (_, { store }) => ({ tokens: [...(await store.ask(everyToken, null))] }),
)

/** `POST /api/v1/enrolment-tokens`. */
export const makeEnrolTokenRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/enrolment-tokens',
    right: mayManage,
    summary: 'Makes a token with which servers enrol; it is told only now.',
    body: v.strictObject({
      uses: v.optional(v.pipe(v.number(), v.integer(USES), v.minValue(1, USES), v.maxValue(100_000, USES)), 1),
      ttl: v.optional(ttl, DAY),
      label: v.optional(shortLabel, ''),
      host: v.optional(host, null),
    }),
    answer: madeToken,
    status: 201,
  },
  async ({ uses, ttl: seconds, label, host }, request) => {
    refuseInClear(request)
    const { now: created, by } = doneBy(request)
    const { text, ...token } = newToken()
    const expires = created + seconds
    await request.store.change(createToken, { token: { ...token, label, host, created, expires, uses_left: uses }, by })
    return { status: 201, body: { json: { id: token.id, token: text, expires } } }
  },
)

/** `DELETE /api/v1/enrolment-tokens/ID`. */
export const endEnrolTokenRoute: ApiRoute = {
  method: 'DELETE',
  path: '/api/v1/enrolment-tokens/:id',
  caller: 'person',
  right: mayManage,
  description: {
    summary: 'Ends a token for enrolments; servers that enrolled with it stay enrolled.',
    parameters: {},
    answer: [],
    status: 204,
  },
  answer: async (request) => {
    if (!(await request.store.change(revokeToken, { id: request.parameters['id'] ?? '', ...doneBy(request) })))
      throw new HttpError(PROBLEMS.unknownSecret)
    return { status: 204 }
  },
}
