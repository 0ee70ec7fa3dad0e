import { isUtf8 } from 'node:buffer'
import { boundedJson } from '../../lib/text/bounded-json.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'

/** Most entries of a report. Agents send up to about 500, and divide what is refused as too large. */
const MOST_ENTRIES = 5000

/**
 * The entries in the body of a report, `{"report":{"entries":[…]}}`, unchecked. Throws `HttpError` if it holds none, or
 * too many.
 */
export function reportedEntries(body: Buffer): readonly unknown[] {
  const report = memberOf(jsonIn(body), 'report')
  const entries = memberOf(report, 'entries')
  if (!Array.isArray(entries)) throw new HttpError(PROBLEMS.noReport)
  if (entries.length > MOST_ENTRIES) throw new HttpError(PROBLEMS.tooManyEntries)
  return entries
}

/** App::Spoor writes letters of Latin-1 as single bytes, which no text in UTF-8 has. */
function jsonIn(body: Buffer): unknown {
  try {
    return boundedJson(body.toString(isUtf8(body) ? 'utf8' : 'latin1'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new HttpError(PROBLEMS.noJson)
    throw error
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const members = new Map<string, unknown>(Object.entries(value))
  return members.get(name)
}
