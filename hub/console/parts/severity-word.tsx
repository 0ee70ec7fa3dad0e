import type { JSX } from 'preact'
import { FIELDS } from '../../../lib/event/fields.ts'
import type { EventSeverity } from '../../../lib/event/severity.ts'
import { SEVERITY_LABELS } from '../words/kind-words.ts'

/** A severity as a word whose fill falls with its weight; the title says what it asks for. */
export function SeverityWord({ severity }: { readonly severity: EventSeverity }): JSX.Element {
  return (
    <span class={`severity ${severity}`} title={FIELDS.severity.values[severity]}>
      {SEVERITY_LABELS[severity]}
    </span>
  )
}
