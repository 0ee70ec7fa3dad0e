import { type ComponentChildren, Fragment, type JSX } from 'preact'
import type { IncidentAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import type { TrailsAnswer } from '../../../contract/trail-contract.ts'
import { Claim } from '../../parts/claim.tsx'
import { IncidentSentence } from '../../parts/incident-sentence.tsx'
import { Age, NearMoment } from '../../parts/moment.tsx'
import { SeverityWord } from '../../parts/severity-word.tsx'
import { Snooze } from '../../parts/snooze.tsx'
import { trailSteps } from '../../parts/trail-steps.ts'
import { Trail } from '../../parts/trail.tsx'
import type { Answer } from '../../state/answer.ts'
import type { IncidentDeed } from '../../state/incident-deed.ts'
import { goTo } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { NOW_WORDS as words } from '../../words/now-words.ts'

/** What a row is told beside its incident. */
export interface RowContext {
  readonly trails: Answer<TrailsAnswer>
  readonly deedOf: (incident: number) => IncidentDeed
  readonly onAnswer: (answer: IncidentAnswer) => void
}

interface IncidentRowParts {
  readonly incident: ShownIncident
  readonly context: RowContext
}

/** An incident: how bad, what happened, how far it went, how old it is, and whose. */
export function IncidentRow({ incident, context }: IncidentRowParts): JSX.Element {
  const { id, kind, state, severity, opened } = incident
  const { value: trails } = context.trails.known.value
  const trail = trails?.trails.find((one) => one.incident === id)
  const isOpen = state === 'open'
  return (
    <li class={isOpen ? 'now-row' : 'now-row gone'} data-incident={id} onClick={(event) => openBy(event, id)}>
      <div class="now-severity">
        <SeverityWord severity={severity} />
      </div>
      <div class="now-what">
        <p class="now-sentence">
          <IncidentSentence incident={incident} />
        </p>
        {kind === 'compromise' && trail !== undefined ? <Trail steps={trailSteps(trail, trails?.hosts ?? [])} /> : null}
        <Facts incident={incident} hosts={trail?.hosts} />
      </div>
      <div class="now-side">
        <b>{isOpen ? <Age time={opened} /> : words.states[state]}</b>
        <Owner incident={incident} context={context} />
      </div>
    </li>
  )
}

/** Opens an incident by a click in its row that means nothing else. */
function openBy({ target }: Event, id: number): void {
  const isOwn = target instanceof Element && target.closest('a, button, details') !== null
  if (!isOwn && getSelection()?.isCollapsed !== false) goTo(pathTo('incident', { id: String(id) }))
}

/** Whose it is, and what can be done with it from here; a viewer sees only whose. */
function Owner({ incident, context }: IncidentRowParts): JSX.Element {
  const { id, assignee, state } = incident
  const deed = context.deedOf(id)
  const isOpen = state === 'open'
  const owner = <span class="soft">{assignee ?? words.nobody}</span>
  if (me.value?.rights.judge !== true) return owner
  const isSettled = !isOpen || (assignee !== null && deed.state.value.is === 'ready')
  return (
    <span class="now-acts">
      {isSettled ? owner : <Claim incident={incident} deed={deed} onAnswer={context.onAnswer} isSmall />}
      {isOpen ? <Snooze incident={id} /> : null}
    </span>
  )
}

interface FactsParts {
  readonly incident: ShownIncident
  readonly hosts: readonly string[] | undefined
}

/** One line: its number, where, since when, and the last step. */
function Facts({ incident, hosts }: FactsParts): JSX.Element {
  const { id, sentence, first_step: first, last_step: last, hosts: count, subject_type: type } = incident
  const facts: readonly (ComponentChildren | undefined)[] = [
    type === 'host' || type === 'service'
      ? undefined
      : hosts !== undefined && count <= 2 && hosts.length > 0
        ? hosts.join(', ')
        : words.hosts(count),
    <Fragment key="since">
      {words.since} <NearMoment time={first} />
    </Fragment>,
    last > first ? (
      <Fragment key="last">
        {words.lastStep} <Age time={last} /> {words.ago}
      </Fragment>
    ) : undefined,
  ]
  return (
    <p class="now-facts">
      <a
        class="now-open"
        href={pathTo('incident', { id: String(id) })}
        title={`${words.keys.open} (Enter)`}
        aria-label={words.incident(id, sentence)}
      >
        #{id}
      </a>
      {facts.map((fact, index) => (fact === undefined ? null : <span key={index}>{fact}</span>))}
    </p>
  )
}
