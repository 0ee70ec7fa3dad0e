import { definitionOf, isKind } from './catalogue.ts'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'
import { FIELDS, type ValueOf } from './fields.ts'

/** How much an event matters. */
export type EventSeverity = ValueOf<'severity'>

/** All of them, the least first. */
export const SEVERITIES: readonly EventSeverity[] = Object.keys(FIELDS.severity.values).filter(isSeverity)

/**
 * The severity of an event, or of an entry; that of its kind if it was sealed without, `info` if only another version
 * knows both.
 */
export function severityOf(entry: Event | Entry): EventSeverity {
  if ('severity' in entry && isSeverity(entry.severity)) return entry.severity
  const { type } = entry
  return typeof type === 'string' && isKind(type) ? definitionOf(type).severity : 'info'
}

function isSeverity(word: unknown): word is EventSeverity {
  return typeof word === 'string' && Object.hasOwn(FIELDS.severity.values, word)
}
