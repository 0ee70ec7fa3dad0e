import type * as v from 'valibot'
import type { HubAnswer, PersonRequest, Route } from '../http/route.ts'
import { maySee } from '../people/rights.ts'
import { type Parameters, type Read, readParameters } from './parameters.ts'

/** What docs/hub/openapi.json says of a route. */
export interface Description {
  readonly path: string
  readonly summary: string
  readonly parameters: Parameters
  /** What is answered: the schema of JSON, or the types of texts. */
  readonly answer: v.GenericSchema | readonly string[]
}

/** A route of /api/v1 with its description. */
export type ApiRoute = Route & { readonly description: Description }

/** A route that answers a GET of somebody who may see, with JSON of a schema. */
export function jsonRoute<const P extends Parameters, A extends v.GenericSchema>(
  description: Description & { readonly parameters: P; readonly answer: A },
  respond: (read: Read<P>, request: PersonRequest) => Promise<v.InferInput<A>>,
): ApiRoute {
  return apiRoute(description, async (read, request) => ({
    status: 200,
    body: { json: await respond(read, request) },
  }))
}

/** A route that answers a GET of somebody who may see. */
export function apiRoute<const P extends Parameters>(
  description: Description & { readonly parameters: P },
  respond: (read: Read<P>, request: PersonRequest) => Promise<HubAnswer>,
): ApiRoute {
  return {
    method: 'GET',
    path: description.path,
    caller: 'person',
    right: maySee,
    answer: async (request) => respond(readParameters(description.parameters, request.query), request),
    description,
  }
}
