import { definitionOf, isKind } from './catalogue.ts'
import type { Entry } from './entry.ts'
import { FIELDS, type ValueOf } from './fields.ts'

/** How much an event matters. */
export type Severity = ValueOf<'severity'>

/** The severity of an entry; that of its kind if it was sealed without, `info` if only another version knows both. */
export function severityOf({ type, severity }: Entry): Severity {
  if (isSeverity(severity)) return severity
  return isKind(type) ? definitionOf(type).severity : 'info'
}

function isSeverity(word: unknown): word is Severity {
  return typeof word === 'string' && Object.hasOwn(FIELDS.severity.values, word)
}
