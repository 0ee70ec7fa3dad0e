import type { Entry } from '../../lib/event/entry.ts'

/** What the columns of the table show already, and what only programs need. */
const LEFT_OUT: ReadonlySet<string> = new Set(['time', 'severity', 'mailbox_address', 'ip', 'host', 'generation'])

/**
 * The fields of an entry that the columns of the table do not show and that are known, each as `name=value`: the id and
 * the report first.
 */
export function detailsOf({ id, report = null, ...fields }: Entry): string {
  const told = Object.entries({ id, report, ...fields }).filter(
    ([name, value]) => value !== null && !LEFT_OUT.has(name),
  )
  return told.map(([name, value]) => `${name}=${value}`).join('  ')
}
