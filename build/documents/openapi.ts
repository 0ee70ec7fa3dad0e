// docs/hub/openapi.json, which the hub also serves: from the schemas by which the API reads and answers.
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { type Description, isDescribed } from '../../hub/api/api-route.ts'
import { shownEvent } from '../../hub/api/event-shape.ts'
import { listedHost } from '../../hub/api/hosts.ts'
import { shownIncident } from '../../hub/api/incidents/incident-shape.ts'
import { shownStep } from '../../hub/api/incidents/step-shape.ts'
import type { Route } from '../../hub/http/route.ts'
import { ROUTES } from '../../hub/serving/routes.ts'
import { COMPATIBLE_ROUTES, type CompatibleRoute } from './compatible-api.ts'

const API = '/api/v1/'

type DescribedRoute = Omit<CompatibleRoute, 'method'> & Pick<Route, 'method'>

const problem = v.object({
  code: v.pipe(v.number(), v.description('A number of its own for each error; it begins with the status.')),
  error: v.pipe(v.string(), v.description('What is wrong, and what to do.')),
  link: v.string(),
})

const DEFINITIONS = { Error: problem, Event: shownEvent, Host: listedHost, Incident: shownIncident, Step: shownStep }

/** The document of the API, as OpenAPI 3.1. */
export function openApiDocument(): string {
  const described = ROUTES.filter(isDescribed).map((route) => {
    const { method, path, caller, description } = route
    return Object.assign({}, description, { method, path, proofs: caller === 'anybody' ? [] : ['token'] })
  })
  const paths = Map.groupBy([...COMPATIBLE_ROUTES, ...described], ({ path }) => path.replaceAll(/:(\w+)/g, '{$1}'))
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'spoor-hub',
      version: 'v1',
      description: 'What the hub keeps. docs/hub/api.md says how it is asked.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: Object.fromEntries(
      [...paths].map(([path, routes]) => [path, Object.fromEntries(routes.map((route) => operationOf(route)))]),
    ),
    components: {
      securitySchemes: SCHEMES,
      schemas: Object.fromEntries(Object.entries(DEFINITIONS).map(([name, schema]) => [name, own(schema)])),
    },
  }
  return `${JSON.stringify(document, (key, value) => (key === 'pattern' ? portable(String(value)) : value), 2)}\n`
}

const SCHEMES = {
  token: { type: 'http', scheme: 'bearer', description: 'An API token of a person.' },
  credentials: {
    type: 'http',
    scheme: 'basic',
    description: 'The identifier and the secret of an agent; or anything, and an API token of a person.',
  },
  enrolment: { type: 'http', scheme: 'bearer', description: 'A token of spoor-hub token create.' },
}

/** Patterns without classes of Unicode, which validators in other languages do not know. */
function portable(pattern: string): string {
  return pattern
    .replace(String.raw`[\P{Cc}\n\t]`, String.raw`[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]`)
    .replace(String.raw`\P{Cc}`, String.raw`[^\u0000-\u001f\u007f-\u009f]`)
}

function operationOf(route: CompatibleRoute | DescribedRoute): [string, object] {
  const { summary, parameters, body, answer, status = 200, proofs } = route
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(jsonSchema(v.object(parameters), 'input').properties ?? {}).map(([name, schema]) => {
    const { description, ...rest } = typeof schema === 'object' ? schema : {}
    return { name, in: 'query', description, schema: rest }
  })
  const operation = {
    summary,
    operationId: [route.method.toLowerCase(), ...route.path.replace(API, '').split(/\W+/).filter(Boolean)].join('_'),
    ...(proofs.join() === 'token' ? {} : { security: proofs.map((proof) => ({ [proof]: [] })) }),
    parameters: [...inPath, ...inQuery],
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(jsonSchema(body, 'input')) } }),
    responses: {
      [status]: { description: 'As asked.', ...contentOf(answer) },
      default: { description: 'Why not.', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  }
  return [route.method.toLowerCase(), operation]
}

function contentOf(answer: Description['answer']): object {
  if ('type' in answer) return { content: json(jsonSchema(answer, 'output')) }
  if (answer.length === 0) return {}
  return { content: Object.fromEntries(answer.map((type) => [type, { schema: { type: 'string' } }])) }
}

function json(schema: object): object {
  return { 'application/json': { schema } }
}

/** A schema whose named parts are in the components of the document. */
function jsonSchema(schema: v.GenericSchema, typeMode: 'input' | 'output'): ReturnType<typeof toJsonSchema> {
  const {
    $schema: _schema,
    $defs: _defs,
    ...rest
  } = toJsonSchema(schema, {
    typeMode,
    // What a schema checks beyond JSON Schema, a description says.
    errorMode: 'ignore',
    definitions: DEFINITIONS,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  })
  return rest
}

/** The schema of a named part itself. */
function own(schema: v.GenericSchema): object {
  const { $schema: _schema, ...rest } = toJsonSchema(schema, { typeMode: 'output', errorMode: 'ignore' })
  return rest
}
