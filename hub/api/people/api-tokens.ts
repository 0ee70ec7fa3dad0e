import * as v from 'valibot'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { newApiToken } from '../../people/api-token.ts'
import { personName } from '../../people/person-name.ts'
import { mayManage, mayOversee } from '../../people/rights.ts'
import { everyApiToken } from '../../store/ask/every-api-token.ts'
import { createApiToken } from '../../store/change/create-api-token.ts'
import { revokeApiToken } from '../../store/change/revoke-api-token.ts'
import { SCOPES } from '../../store/known-person.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'
import { refuseInClear } from './clear-text.ts'
import { doneBy } from './people.ts'
import { shortLabel, ttl } from './token-schema.ts'

const DAY = 86_400

/** `GET /api/v1/api-tokens`. */
export const apiTokensRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/api-tokens',
    right: mayOversee,
    summary: 'Every API token, the newest first, without what would let anybody in.',
    parameters: {},
    answer: v.object({
      tokens: v.array(
        v.object({
          id: v.string(),
          person: v.string(),
          name: v.pipe(v.string(), v.description('What it is for.')),
          scope: v.picklist(SCOPES),
          created: seconds,
          expires: seconds,
          revoked: v.nullable(seconds),
          used: v.nullable(v.pipe(seconds, v.description('When it was used last, to within ten minutes.'))),
          disabled: v.nullable(v.pipe(seconds, v.description('Since when its person is disabled.'))),
        }),
      ),
    }),
  },
  async (_, { store }) => {
    const tokens = await store.ask(everyApiToken, null)
    return { tokens: tokens.map(({ owner, ...token }) => Object.assign(token, { person: owner })) }
  },
)

/** `POST /api/v1/api-tokens`. */
export const makeApiTokenRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/api-tokens',
    right: mayManage,
    summary: 'Makes an API token of a person; it is told only now.',
    body: v.strictObject({
      person: personName,
      name: v.optional(shortLabel, ''),
      scope: v.optional(v.picklist(SCOPES, `is none of ${SCOPES.join(', ')}`), 'read'),
      ttl: v.optional(ttl, 90 * DAY),
    }),
    answer: v.object({ id: v.string(), token: v.string(), expires: seconds }),
    status: 201,
  },
  async ({ person: owner, name, scope, ttl: seconds }, request) => {
    refuseInClear(request)
    const { now, by } = doneBy(request)
    const { text, ...token } = newApiToken()
    const expires = now + seconds
    const kept = { ...token, name, scope, created: now, expires }
    if (!(await request.store.change(createApiToken, { owner, token: kept, by })))
      throw new HttpError(PROBLEMS.unknownPerson)
    return { status: 201, body: { json: { id: token.id, token: text, expires } } }
  },
)

/** `DELETE /api/v1/api-tokens/ID`. */
export const endApiTokenRoute: ApiRoute = {
  method: 'DELETE',
  path: '/api/v1/api-tokens/:id',
  caller: 'person',
  right: mayManage,
  description: { summary: 'Ends an API token at once.', parameters: {}, answer: [], status: 204 },
  answer: async (request) => {
    if (!(await request.store.change(revokeApiToken, { id: request.parameters['id'] ?? '', ...doneBy(request) })))
      throw new HttpError(PROBLEMS.unknownSecret)
    return { status: 204 }
  },
}
