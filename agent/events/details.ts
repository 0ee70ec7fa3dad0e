import type { Entry } from '../../lib/event/entry.ts'

/** What the columns of the table show already. */
const SHOWN: ReadonlySet<string> = new Set(['time', 'severity', 'mailbox_address', 'ip'])

/** All fields of an entry that the columns of the table do not show and that are known, the id first. */
export function detailsOf({ id, ...fields }: Entry): string {
  const told = Object.entries(fields).filter(([name, value]) => value !== null && !SHOWN.has(name))
  return [['id', id], ...told].map(([name, value]) => `${name}: ${value}`).join('  ')
}
