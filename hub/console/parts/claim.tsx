import type { JSX } from 'preact'
import type { IncidentAnswer, ShownIncident } from '../../contract/incident-contract.ts'
import type { IncidentDeed } from '../state/incident-deed.ts'
import { me } from '../state/session.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'
import { DeedWords } from './deed-words.tsx'

const { claim: words } = INCIDENT_WORDS

interface ClaimParts {
  readonly incident: ShownIncident
  /** What its control has done: of a list, one for each incident. */
  readonly deed: IncidentDeed
  /** Hears the incident as it then is. */
  readonly onAnswer: (answer: IncidentAnswer) => void
  /** In a list. */
  readonly isSmall?: boolean
}

/** Takes an incident on; says whose it is. Who may not do so sees only that. */
export function Claim({ incident, deed, onAnswer, isSmall = false }: ClaimParts): JSX.Element {
  const { assignee } = incident
  const { is } = deed.state.value
  const isFree = assignee === null && incident.closed === null
  if (me.value?.rights.judge !== true) return <span class="claim soft">{assignee ?? words.nobody}</span>
  return (
    <span class="claim">
      <button
        type="button"
        class={isSmall ? 'button small' : isFree ? 'button first' : 'button'}
        aria-disabled={!isFree || is === 'asking'}
        title={isFree ? `${words.take} (c)` : undefined}
        onClick={() => void claim(incident, deed, onAnswer)}
      >
        {whose(assignee, is === 'done', isFree)}
        {isFree ? <kbd>c</kbd> : null}
      </button>
      <DeedWords deed={deed} isBare={assignee !== null} />
    </span>
  )
}

/** Makes an incident the person's who looks at it, if it is nobody's. */
export async function claim(
  incident: ShownIncident,
  deed: IncidentDeed,
  onAnswer: (answer: IncidentAnswer) => void,
): Promise<void> {
  const { value: who } = me
  if (who?.rights.judge !== true || incident.assignee !== null || incident.closed !== null) return
  await deed.run(incident, { assignee: who.name }, words.yoursNow, onAnswer)
}

function whose(assignee: string | null, isNew: boolean, isFree: boolean): string {
  if (assignee === null) return isFree ? words.take : words.nobodys
  if (assignee !== me.value?.name) return words.whose(assignee)
  return isNew ? words.yoursNow : words.yours
}
