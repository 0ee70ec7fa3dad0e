import type { JSX } from 'preact'
import type { AssessmentWord } from '../../../contract/event-contract.ts'
import { DeedWords } from '../../parts/deed-words.tsx'
import { me } from '../../state/session.ts'
import { ASSESSMENT_ORDER } from '../../words/assessment-order.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import type { IncidentControls } from './controls.ts'

const { assessments } = INCIDENT_WORDS

/** What it was, as far as somebody judged it. */
export function IncidentAssessment({ controls }: { readonly controls: IncidentControls }): JSX.Element {
  const { incident, deeds } = controls
  const mayJudge = me.value?.rights.judge === true
  return (
    <section class="block" aria-label={words.assessment}>
      <div class="heading">
        <h2>{words.assessment}</h2>
        <span class="fill">
          <DeedWords deed={deeds.assessment} />
        </span>
      </div>
      {mayJudge ? (
        <div class="segments two-lines" role="group" aria-label={words.assessment}>
          {ASSESSMENT_ORDER.map((word, index) => (
            <button
              key={word}
              type="button"
              aria-pressed={incident.assessment === word}
              title={`${words.keys.assess(assessments[word ?? 'unknown'])} (${index + 1})`}
              onClick={() => assess(controls, word)}
            >
              {assessments[word ?? 'unknown']}
            </button>
          ))}
        </div>
      ) : (
        <p>{assessments[incident.assessment ?? 'unknown']}</p>
      )}
    </section>
  )
}

/** Says what an incident was, unless that is said already. */
export function assess({ incident, deeds, take }: IncidentControls, word: AssessmentWord | null): void {
  if (me.value?.rights.judge !== true || incident.assessment === word) return
  void deeds.assessment.run(incident, { assessment: word }, words.assessed(assessments[word ?? 'unknown']), take)
}
