import * as v from 'valibot'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import { refusal } from './refusal.ts'

/** The parameters that a query may have, each read from its text. */
export type Parameters = v.ObjectEntries

/** Parameters as read. */
export type Read<P extends Parameters> = v.InferOutput<v.ObjectSchema<P, undefined>>

/**
 * Reads the parameters of a query. Throws `HttpError` with a sentence, which repeats nothing that was sent, if one is
 * unknown, comes twice, or cannot be taken.
 */
export function readParameters<const P extends Parameters>(parameters: P, query: URLSearchParams): Read<P> {
  const names = Object.keys(parameters)
  if ([...query.keys()].some((name) => !names.includes(name)))
    throw wrong(names.length === 0 ? 'Here are none.' : `Those that are known here: ${names.join(', ')}.`)
  const double = names.find((name) => query.getAll(name).length > 1 && !takesMany(parameters[name]))
  if (double !== undefined) throw wrong(`${double} stands there twice.`)
  const { success, output, issues } = v.safeParse(v.object(parameters), valuesIn(parameters, query))
  if (success) return output
  const [issue] = issues
  throw refusal(PROBLEMS.wrongParameter, issue, `${v.getDotPath(issue) ?? 'one'} ${issue.message}.`)
}

function valuesIn(parameters: Parameters, query: URLSearchParams): Readonly<Record<string, unknown>> {
  const names = [...new Set(query.keys())]
  return Object.fromEntries(
    names.map((name) => [name, takesMany(parameters[name]) ? query.getAll(name) : query.get(name)]),
  )
}

/** Whether a parameter may stand there several times: its schema begins with an array. */
function takesMany(schema: Parameters[string] | undefined): boolean {
  const inner = schema !== undefined && 'wrapped' in schema ? schema.wrapped : schema
  return typeof inner === 'object' && inner !== null && 'type' in inner && inner.type === 'array'
}

function wrong(detail: string): HttpError {
  return new HttpError(PROBLEMS.wrongParameter, { detail })
}
