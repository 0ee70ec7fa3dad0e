import type { JSX } from 'preact'
import type { ShownAlert } from '../../../contract/alert-contract.ts'
import { pathTo } from '../../state/place.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'

interface IncidentLinksParts {
  readonly alert: ShownAlert
  readonly most: number
}

/** The incidents that a message is about: the first of them as links. */
export function IncidentLinks({
  alert: { incidents, incident_count: all },
  most,
}: IncidentLinksParts): JSX.Element | null {
  const shown = incidents.slice(0, most)
  if (shown.length === 0) return null
  return (
    <span class="incident-links">
      {shown.map((id) => (
        <a key={id} class="link" href={pathTo('incident', { id: String(id) })}>
          {id}
        </a>
      ))}
      {all > shown.length ? <span class="faint">{ALERT_WORDS.messages.andMore(all - shown.length)}</span> : null}
    </span>
  )
}
