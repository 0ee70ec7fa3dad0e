import type { JSX } from 'preact'
import type { IncidentsAnswer, ShownIncident } from '../../contract/incident-contract.ts'
import { now } from '../state/now.ts'
import { pathTo } from '../state/place.ts'
import { EVENT_WORDS } from '../words/event-words.ts'
import { IncidentSentence } from './incident-sentence.tsx'
import { SeverityWord } from './severity-word.tsx'
import { Shown, useAnswer } from './shown.tsx'

const { open: words } = EVENT_WORDS

/** The incidents of a mailbox or an address that have not ended, the worst first; nothing where there are none. */
export function OpenIncidents({
  of,
  name,
}: {
  readonly of: 'mailbox' | 'address'
  readonly name: string
}): JSX.Element {
  const query = new URLSearchParams({ [of]: name, state: 'open,contained', order: 'severity', limit: '20' })
  const answer = useAnswer<IncidentsAnswer>(`/api/v1/incidents?${query}`)
  return (
    <Shown answer={answer}>
      {({ incidents, next }) =>
        incidents.length === 0 ? null : (
          <section class="sheet open-incidents" aria-label={words.incidents}>
            <ul>
              {incidents.map((incident) => (
                <OpenIncident key={incident.id} incident={incident} />
              ))}
            </ul>
            {next === null ? null : <p class="faint">{words.more}</p>}
          </section>
        )
      }
    </Shown>
  )
}

function OpenIncident({ incident }: { readonly incident: ShownIncident }): JSX.Element {
  const { id, severity, state, assignee, first_step: since } = incident
  return (
    <li>
      <SeverityWord severity={severity} />
      <p>
        <IncidentSentence incident={incident} />
      </p>
      <span class="faint">
        <a class="link" href={pathTo('incident', { id: String(id) })}>
          {words.which(id)}
        </a>{' '}
        {words.stands(state, assignee, Math.max(0, now.value / 1000 - since))}
      </span>
    </li>
  )
}
