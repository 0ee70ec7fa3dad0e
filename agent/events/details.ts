import { definitionOf, isKind } from '../../lib/event/catalogue.ts'
import type { Entry } from '../../lib/event/entry.ts'

/** What the columns of the table show already, and what only programs need. */
const LEFT_OUT: ReadonlySet<string> = new Set(['time', 'severity', 'mailbox_address', 'ip', 'host', 'generation'])

/**
 * The fields of an entry that are known and neither in the columns of the table nor in its words, each as `name=value`:
 * the id and the report first.
 */
export function detailsOf({ id, report = null, ...fields }: Entry): string {
  const { type } = fields
  const words = isKind(type) ? definitionOf(type).words : ''
  return Object.entries({ id, report, ...fields })
    .filter(([name, value]) => value !== null && !LEFT_OUT.has(name) && !words.includes(`{${name}}`))
    .map(([name, value]) => `${name}=${value}`)
    .join('  ')
}
