import type { JSX } from 'preact'
import { ENTRY_FIELDS } from '../../../lib/event/fields/entries.ts'
import type { EventSeverity } from '../../../lib/event/severity.ts'
import { SEVERITY_LABELS } from '../words/kind-words.ts'

/** A severity as a word whose fill falls with its weight; the title says what it asks for. */
export function SeverityWord({ severity }: { readonly severity: EventSeverity }): JSX.Element {
  return (
    <span class={`severity ${severity}`} title={ENTRY_FIELDS.severity.values[severity]}>
      {SEVERITY_LABELS[severity]}
    </span>
  )
}
