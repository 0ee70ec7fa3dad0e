import { Fragment, type JSX } from 'preact'
import type { IncidentAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import { IncidentSentence } from '../../parts/incident-sentence.tsx'
import { Age, DayMoment } from '../../parts/moment.tsx'
import { namedByStep } from '../../parts/sentence-pieces.ts'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import { lasting } from '../../words/numbers.ts'

/** So many hosts are named. */
const MOST = 3

/** What happened, in one sentence, and what is known of it. */
export function Story({ answer }: { readonly answer: IncidentAnswer }): JSX.Element {
  const { incident, subjects, steps } = answer
  const { kind, severity, opened, closed, previous, hosts: count } = incident
  const hosts = subjects.filter(({ type }) => type === 'host').slice(0, MOST)
  return (
    <>
      <h1 class="story">
        <IncidentSentence incident={incident} named={steps.flatMap(namedByStep)} />
      </h1>
      <div class="story-facts">
        <SeverityWord severity={severity} />
        <span>
          {closed === null ? words.openSince : words.lasted}{' '}
          <b>{closed === null ? <DayMoment time={opened} /> : lasting(closed - opened)}</b>
          {closed === null ? (
            <>
              {' · '}
              <Age time={opened} />
            </>
          ) : null}
        </span>
        {count === 0 ? null : (
          <span>
            {words.on} <HostNames names={hosts.map(({ name }) => name)} count={count} />
          </span>
        )}
        <span>{INCIDENT_WORDS.kinds[kind]}</span>
        {previous === null ? null : (
          <a class="link" href={pathTo('incident', { id: String(previous) })}>
            {words.previous}
          </a>
        )}
      </div>
      <Ended incident={incident} />
    </>
  )
}

function HostNames({ names, count }: { readonly names: readonly string[]; readonly count: number }): JSX.Element {
  const more = count - names.length
  return (
    <>
      {names.map((name, index) => (
        <Fragment key={name}>
          {index === 0 ? '' : ', '}
          <a class="named" href={pathTo('host', { name })}>
            {name}
          </a>
        </Fragment>
      ))}
      {more > 0 ? `${names.length === 0 ? '' : ' + '}${INCIDENT_WORDS.hosts(more)}` : ''}
    </>
  )
}

/** How it ended, and why. */
function Ended({ incident }: { readonly incident: ShownIncident }): JSX.Element | null {
  const { state, closed, closed_by: who, reason } = incident
  if (closed === null) return null
  return (
    <p class="story-end">
      {words.endedBy(INCIDENT_WORDS.states[state], who ?? '')}, <DayMoment time={closed} />
      {reason === null || reason === '' ? '' : `: ${reason}`}
    </p>
  )
}
