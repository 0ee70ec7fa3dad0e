import * as v from 'valibot'
import { bodyJson } from '../http/body-json.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import { refusal } from './refusal.ts'
import { unknownKeyFault } from './unknown-key.ts'

/** Reads a body of JSON. Throws `HttpError` with a sentence if it is another. */
export function readJson<const S extends v.GenericSchema>(schema: S, body: Buffer): v.InferOutput<S> {
  const json = v.safeParse(bodyJson, body.toString())
  if (!json.success) throw new HttpError(PROBLEMS.noJson)
  const { success, output, issues } = v.safeParse(schema, json.output)
  if (success) return output
  throw refusal(PROBLEMS.wrongBody, issues[0], unknownKeyFault(schema, issues) ?? faultIn(issues[0]))
}

/** The schemas' own messages that are no sentences go on after a name; valibot's repeat what was sent. */
function faultIn(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object') return `${v.getDotPath(issue) ?? 'Something'} is missing.`
  const message = issue.message.startsWith('Invalid') ? 'cannot be taken' : issue.message
  return `${v.getDotPath(issue) ?? 'It'} ${message}.`
}

/** A text that a person writes, of one line or several. `what`: how people call it. */
export function writtenText(what: string, most: number): v.GenericSchema<string, string> {
  return v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, `${what} is empty.`),
    v.maxLength(most, `${what} is longer than ${most} characters.`),
    v.regex(/^[\P{Cc}\n\t]*$/u, `${what} holds a control character.`),
  )
}
