import * as v from 'valibot'
import type { ApiTokensAnswer } from '../../contract/access-contract.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { newApiToken } from '../../people/api-token.ts'
import { personName } from '../../people/person-name.ts'
import { mayManage, mayOversee, maySee } from '../../people/rights.ts'
import { everyApiToken, type ListedApiToken } from '../../store/ask/every-api-token.ts'
import { createApiToken } from '../../store/change/create-api-token.ts'
import { revokeApiToken } from '../../store/change/revoke-api-token.ts'
import { SCOPES } from '../../store/known-person.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'
import { seconds } from '../event-shape.ts'
import { refuseInClear } from './clear-text.ts'
import { doneBy } from './people.ts'
import { madeToken, shortLabel, ttl } from './token-schema.ts'

const DAY = 86_400

const listedTokens: v.GenericSchema<ApiTokensAnswer> = v.object({
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
})

/** `GET /api/v1/api-tokens`. */
export const apiTokensRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/api-tokens',
    right: mayOversee,
    summary: 'Every API token, the newest first, without what would let anybody in.',
    parameters: {},
    answer: listedTokens,
  },
  async (_, { store }) => shownTokens(await store.ask(everyApiToken, {})),
)

/** `GET /api/v1/me/api-tokens`. */
export const ownApiTokensRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/me/api-tokens',
    summary: 'The API tokens of whoever asks, the newest first.',
    parameters: {},
    answer: listedTokens,
  },
  async (_, { store, person }) => shownTokens(await store.ask(everyApiToken, { owner: person.name })),
)

function shownTokens(tokens: readonly ListedApiToken[]): ApiTokensAnswer {
  return { tokens: tokens.map(({ owner, ...token }) => Object.assign(token, { person: owner })) }
}

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
    answer: madeToken,
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

/** `DELETE /api/v1/me/api-tokens/ID`. */
export const endOwnApiTokenRoute: ApiRoute = {
  method: 'DELETE',
  path: '/api/v1/me/api-tokens/:id',
  caller: 'person',
  right: maySee,
  description: {
    summary: 'Ends an API token of whoever has signed in.',
    parameters: {},
    answer: [],
    status: 204,
  },
  answer: async (request) => {
    const { store, person, parameters } = request
    if (person.token !== null) throw new HttpError(PROBLEMS.sessionOnly)
    const own = { id: parameters['id'] ?? '', owner: person.name, ...doneBy(request) }
    if (!(await store.change(revokeApiToken, own))) throw new HttpError(PROBLEMS.unknownSecret)
    return { status: 204 }
  },
}
