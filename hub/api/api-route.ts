import type * as v from 'valibot'
import type { HubAnswer, PersonRequest, Route } from '../http/route.ts'
import { maySee, type Right } from '../people/rights.ts'
import { type Parameters, type Read, readParameters } from './parameters.ts'
import { readJson } from './read-json.ts'

/** What docs/hub/openapi.json says of a route. */
export interface Description {
  readonly summary: string
  readonly parameters: Parameters
  /** The JSON that is sent. */
  readonly body?: v.GenericSchema
  /** What is answered: the schema of JSON, the types of texts, or nothing. */
  readonly answer: v.GenericSchema | readonly string[]
  /** 200 if absent. */
  readonly status?: number
}

interface Described extends Description {
  readonly path: string
  /** Who may ask; everybody who may see if absent. */
  readonly right?: Right
}

interface DescribedJson extends Described {
  /** As in `HubAnswer`: whether the answer is compressed. */
  readonly mayPack?: true
}

/** A route of /api/v1 with its description. */
export type ApiRoute = Route & { readonly description: Description }

/** Whether a route is described. */
export function isDescribed(route: Route): route is ApiRoute {
  return 'description' in route
}

/** A route that answers a GET with JSON of a schema. */
export function jsonRoute<const P extends Parameters, A extends v.GenericSchema>(
  { mayPack, ...description }: DescribedJson & { readonly parameters: P; readonly answer: A },
  respond: (read: Read<P>, request: PersonRequest) => Promise<v.InferInput<A>>,
): ApiRoute {
  return apiRoute(description, async (read, request) => ({
    status: 200,
    body: { json: await respond(read, request), ...(mayPack === true ? { mayPack } : {}) },
  }))
}

/** A route that answers a GET. */
export function apiRoute<const P extends Parameters>(
  { path, right = maySee, ...description }: Described & { readonly parameters: P },
  respond: (read: Read<P>, request: PersonRequest) => Promise<HubAnswer>,
): ApiRoute {
  return {
    method: 'GET',
    path,
    caller: 'person',
    right,
    answer: async (request) => respond(readParameters(description.parameters, request.query), request),
    description,
  }
}

/** What a route that changes something is made of. */
interface Changing<B extends v.GenericSchema> {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly right: Right
  readonly summary: string
  readonly body: B
  readonly answer: Description['answer']
  readonly status?: number
}

/** A route that takes a JSON body of a schema from somebody who has the right. */
export function changeRoute<B extends v.GenericSchema>(
  { method, path, right, ...description }: Changing<B>,
  respond: (body: v.InferOutput<B>, request: PersonRequest) => Promise<HubAnswer>,
): ApiRoute {
  return {
    method,
    path,
    caller: 'person',
    right,
    most: 16_384,
    answer: async (request) => respond(readJson(description.body, request.body), request),
    description: { parameters: {}, ...description },
  }
}
