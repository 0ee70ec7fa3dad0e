import { definitionOf, isKind } from './catalogue.ts'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'

/**
 * Whether App::Spoor reported such an event: its four kinds, of mailboxes alone, and no new forwards to programs or
 * system users. Those to `:blackhole:`, `:fail:` and files it did report, and every removal, so they stay.
 */
export function reportedByDefault(event: Event | Entry): boolean {
  const { type, context } = event
  const rule = isKind(type) ? definitionOf(type).appSpoor : undefined
  if (rule === undefined || context !== 'mailbox') return false
  const values: Readonly<Record<string, unknown>> = event
  return !Object.entries(rule.unless).some(([field, left]) => left.some((value) => value === values[field]))
}
