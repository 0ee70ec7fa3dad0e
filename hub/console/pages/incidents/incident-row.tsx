import type { JSX } from 'preact'
import type { IncidentAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import type { TrailsAnswer } from '../../../contract/trail-contract.ts'
import { Claim } from '../../parts/claim.tsx'
import { IncidentSentence } from '../../parts/incident-sentence.tsx'
import { Age, NearMoment } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { trailSteps } from '../../parts/trail-steps.ts'
import { Trail } from '../../parts/trail.tsx'
import type { IncidentDeed } from '../../state/incident-deed.ts'
import { place } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_LIST_WORDS as words } from '../../words/incident-list-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'

interface IncidentRowParts {
  readonly incident: ShownIncident
  readonly trails: TrailsAnswer | undefined
  readonly deed: IncidentDeed
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
  readonly onAnswer: (answer: IncidentAnswer) => void
}

/** An incident in the list: how bad, what happened, how far it went, where it stands, and whose it is. */
export function ListedIncident(parts: IncidentRowParts): JSX.Element {
  const { incident, trails, isChosen, onChoose } = parts
  const { id, kind, severity, closed, sentence } = incident
  const trail = kind === 'compromise' ? trails?.trails.find((one) => one.incident === id) : undefined
  const mayChoose = me.value?.rights.judge === true
  return (
    <li
      class={`listed${mayChoose ? '' : ' unchoosable'}${isChosen ? ' chosen' : ''}${closed === null ? '' : ' ended'}`}
      data-incident={id}
    >
      {mayChoose ? (
        <label class="listed-choose">
          <input
            type="checkbox"
            checked={isChosen}
            aria-label={words.select(sentence)}
            title={`${words.keys.select} (x)`}
            onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
          />
        </label>
      ) : null}
      <div class="listed-severity">
        <SeverityWord severity={severity} />
      </div>
      <div class="listed-what">
        <p class="listed-sentence">
          <IncidentSentence incident={incident} />
        </p>
        {trail === undefined ? null : <Trail steps={trailSteps(trail, trails?.hosts ?? [])} />}
        <Facts incident={incident} />
      </div>
      <Side {...parts} />
    </li>
  )
}

/** How old it is, where it stands, and whose it is. */
function Side({ incident, deed, onAnswer }: IncidentRowParts): JSX.Element {
  const { state, opened, closed, assignee } = incident
  const isQuiet = closed !== null || (assignee !== null && deed.state.value.is === 'ready')
  return (
    <div class="listed-side">
      <b>{closed === null ? <Age time={opened} /> : <NearMoment time={closed} />}</b>
      {state === 'open' ? null : <span class="soft">{INCIDENT_WORDS.states[state].toLowerCase()}</span>}
      {isQuiet ? (
        <span class="soft">{assignee ?? INCIDENT_WORDS.claim.nobody}</span>
      ) : (
        <Claim incident={incident} deed={deed} onAnswer={onAnswer} isSmall />
      )}
    </div>
  )
}

/** One line: its number, which opens it, what it is, and how much. */
function Facts({ incident }: { readonly incident: ShownIncident }): JSX.Element {
  const { id, kind, subject_type: type, hosts, steps, last_step: last, sentence } = incident
  const query = place.value?.query.toString() ?? ''
  // The sentence of an attack has its counts, and that of a check its host.
  const isSaid = kind === 'attack' || type === 'service'
  const counts = [INCIDENT_WORDS.kinds[kind], ...(isSaid ? [] : [INCIDENT_WORDS.hosts(hosts)])]
  return (
    <p class="listed-facts">
      <a
        class="listed-open"
        href={pathTo('incident', { id: String(id) }, query)}
        title={`${words.keys.open} (Enter)`}
        aria-label={`#${id}: ${sentence}`}
      >
        #{id}
      </a>
      {counts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      <span>{INCIDENT_WORDS.steps(steps)}</span>
      <span>
        {words.facts.last} <Age time={last} /> {words.facts.ago}
      </span>
    </p>
  )
}
