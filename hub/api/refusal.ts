import type * as v from 'valibot'
import { HttpError, type HttpProblem } from '../http/errors.ts'

/**
 * The error for what a schema does not take. A message of the schema that is a sentence is all it says: a person reads
 * it beside the field of a form, where the names of JSON mean nothing. `detail`: what is said otherwise.
 */
export function refusal(problem: HttpProblem, { message }: v.BaseIssue<unknown>, detail?: string): HttpError {
  // Valibot's own messages, "Invalid type: Expected …", end without a full stop, and repeat what was sent.
  const isSentence = /^\p{Lu}.*\.$/su.test(message) && !message.startsWith('Invalid')
  if (isSentence) return new HttpError(problem, { instead: message })
  return new HttpError(problem, detail === undefined ? {} : { detail })
}
