import type { JSX } from 'preact'
import type { IncidentsAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { Failed, useAnswer } from '../../parts/shown.tsx'
import { useFollowed } from '../../state/followed.ts'
import { pathTo } from '../../state/place.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { serviceName } from './service-name.ts'

const { panel: words } = SERVICES_WORDS

interface CheckIncidentsParts {
  readonly host: string
  readonly check: string
}

/** The open incidents about a check; nothing where there are none. */
export function CheckIncidents({ host, check }: CheckIncidentsParts): JSX.Element {
  const subject = serviceName(host, check)
  const query = new URLSearchParams({ subject, state: 'open,contained', limit: '20' })
  const answer = useAnswer<IncidentsAnswer>(`/api/v1/incidents?${query}`)
  useFollowed(answer)
  const incidents = (answer.known.value.value?.incidents ?? []).filter(isOfService)
  return (
    <>
      <Failed answer={answer} />
      {incidents.length === 0 ? null : (
        <section class="record-part">
          <h2>{words.incidents}</h2>
          <ul>
            {incidents.map(({ id, severity, sentence }) => (
              <li key={id} class="check-incident">
                <SeverityWord severity={severity} />
                <a class="link" href={pathTo('incident', { id: String(id) })}>
                  {sentence}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** An account is named with its host, too. */
function isOfService({ subject_type: type }: Pick<ShownIncident, 'subject_type'>): boolean {
  return type === 'service'
}
