import type { JSX } from 'preact'
import type { ShownIncident } from '../../../contract/incident-contract.ts'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import { SEVERITY_LABELS } from '../../words/kind-words.ts'

interface RelatedParts {
  readonly incident: ShownIncident
  readonly related: readonly ShownIncident[]
}

/** Other incidents that have a mailbox or an address in common with one, or its host. */
export function Related({ incident, related }: RelatedParts): JSX.Element {
  const isOfHost = incident.kind === 'outage' || incident.kind === 'expiry'
  return (
    <section aria-label={words.related}>
      <div class="heading">
        <h2>{words.related}</h2>
      </div>
      <ul class="sheet related">
        {related.length === 0 ? <li class="block soft">{isOfHost ? words.noRelatedOfHost : words.noRelated}</li> : null}
        {related.map(({ id, sentence, severity, state, assignee, kind }) => (
          <li key={id} class="block">
            <a class="link" href={pathTo('incident', { id: String(id) })}>
              {sentence}
            </a>
            <p class="faint">
              {[
                INCIDENT_WORDS.kinds[kind],
                SEVERITY_LABELS[severity],
                INCIDENT_WORDS.states[state],
                assignee ?? words.nobody,
              ]
                .join(' · ')
                .toLowerCase()}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
