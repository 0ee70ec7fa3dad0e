import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { IncidentAnswer } from '../../../contract/incident-contract.ts'
import { Shown } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { place } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import { WORDS } from '../../words/words.ts'
import { Acts } from './acts.tsx'
import { IncidentAssessment } from './assessment.tsx'
import { IncidentDeeds } from './controls.ts'
import { FreshLine } from './fresh-line.tsx'
import type { HeldIncident } from './held-incident.ts'
import { useIncidentKeys } from './incident-keys.ts'
import { NeighbourLinks } from './neighbour-links.tsx'
import { NextList } from './next-list.tsx'
import { Notes } from './notes.tsx'
import { Related } from './related.tsx'
import { Story } from './story.tsx'
import { IncidentTimeline } from './timeline.tsx'
import { Told } from './told.tsx'
import { useIncident } from './use-incident.ts'

/** The hub has no such incident, or has it no longer. */
const UNKNOWN = 40430

/** One incident: what happened, what to do, and what becomes of it. */
export function IncidentPage({ id }: { readonly id: string }): JSX.Element {
  const { answer, held } = useIncident(id)
  const shown = held.shown.value
  const query = place.value?.query.toString() ?? ''
  const subject = shown?.incident.subject
  useEffect(() => void (document.title = `${subject ?? INCIDENT_WORDS.number(id)} · ${WORDS.brand}`), [id, subject])
  const isGone = answer.known.value.problem?.code === UNKNOWN
  return (
    <div class="page">
      <p class="crumb">
        <a class="link" href={pathTo('incidents', {}, query)}>
          {words.crumb}
        </a>
        <span>{id}</span>
        {shown === undefined ? null : <NeighbourLinks incident={shown.incident} />}
      </p>
      {shown === undefined ? <h1 class="unseen">{INCIDENT_WORDS.number(id)}</h1> : null}
      {isGone ? (
        <div class="sheet">
          <StateBox kind="empty" word={WORDS.states.empty} title={words.gone}>
            <p>{words.goneHint}</p>
          </StateBox>
        </div>
      ) : (
        <Shown answer={answer}>{() => (shown === undefined ? null : <OneIncident shown={shown} held={held} />)}</Shown>
      )}
    </div>
  )
}

interface OneIncidentParts {
  readonly shown: IncidentAnswer
  readonly held: HeldIncident
}

function OneIncident({ shown, held }: OneIncidentParts): JSX.Element {
  const deeds = useMemo(() => new IncidentDeeds(), [])
  const take = (answer: IncidentAnswer): void => held.take(answer)
  const { incident, history, related } = shown
  const controls = { incident, history, deeds, take }
  useIncidentKeys(controls, () => held.show())
  return (
    <div class="incident">
      <div class="incident-story">
        <Story answer={shown} />
        <FreshLine held={held} />
      </div>
      <div class="incident-steps">
        <IncidentTimeline answer={shown} />
      </div>
      <div class="incident-told">
        <Told incident={incident.id} revision={incident.revision} />
        <Related incident={incident} related={related} />
      </div>
      <div class="incident-side">
        <div class="sheet incident-do">
          <Acts controls={controls} />
          <NextList answer={shown} onAnswer={take} />
        </div>
        <div class="sheet incident-notes">
          <IncidentAssessment controls={controls} />
          <Notes answer={shown} onAnswer={take} />
        </div>
      </div>
    </div>
  )
}
