import * as v from 'valibot'
import { HttpError, PROBLEMS } from '../http/errors.ts'

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
  const double = names.find((name) => query.getAll(name).length > 1)
  if (double !== undefined) throw wrong(`${double} stands there twice.`)
  const { success, output, issues } = v.safeParse(v.object(parameters), Object.fromEntries(query))
  if (success) return output
  const [issue] = issues
  throw wrong(`${v.getDotPath(issue) ?? 'one'} ${issue.message}.`)
}

function wrong(detail: string): HttpError {
  return new HttpError(PROBLEMS.wrongParameter, { detail })
}
