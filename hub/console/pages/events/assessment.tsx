import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { AssessmentWord } from '../../../contract/event-contract.ts'
import type { EventAnswer } from '../../../contract/whole-event-contract.ts'
import { DeedWords } from '../../parts/deed-words.tsx'
import { Segments } from '../../parts/segments.tsx'
import { EventDeed } from '../../state/event-deed.ts'
import { now } from '../../state/now.ts'
import { me } from '../../state/session.ts'
import { EVENT_WORDS } from '../../words/event-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'

const { assessments } = INCIDENT_WORDS

/** The worst last, as the API orders them. */
const CHOICES: readonly (readonly [AssessmentWord, string])[] = [
  ['confirmed_benign', assessments.confirmed_benign],
  ['probably_benign', assessments.probably_benign],
  ['probably_malicious', assessments.probably_malicious],
  ['confirmed_malicious', assessments.confirmed_malicious],
]

interface AssessmentParts {
  readonly whole: EventAnswer
  /** Hears the event as it then is. */
  readonly onAnswer: (answer: EventAnswer) => void
}

/** What a person said of an event, and for analysts the buttons that say it. */
export function EventAssessment({ whole, onAnswer }: AssessmentParts): JSX.Element {
  const { assessment } = whole
  const deed = useMemo(() => new EventDeed(), [whole.event.id])
  const mayJudge = me.value?.rights.judge === true
  const who =
    assessment === null ? null : EVENT_WORDS.says(assessment.who, Math.max(0, now.value / 1000 - assessment.at))
  return (
    <section class="assessment" aria-label={EVENT_WORDS.assessment}>
      <div class="heading">
        <h2>{EVENT_WORDS.assessment}</h2>
        <span class="faint fill">{who}</span>
      </div>
      {mayJudge ? (
        <Segments<AssessmentWord | ''>
          label={EVENT_WORDS.assessment}
          choices={CHOICES}
          chosen={assessment?.value ?? ''}
          onChoose={(value) => {
            if (value !== '' && value !== assessment?.value) void deed.assess(whole, value, onAnswer)
          }}
        />
      ) : (
        <p>
          {assessment === null ? EVENT_WORDS.unassessed : assessments[assessment.value]}{' '}
          <span class="faint">{EVENT_WORDS.mayNot}</span>
        </p>
      )}
      {deed.state.value.words === '' ? null : <DeedWords deed={deed} />}
    </section>
  )
}
