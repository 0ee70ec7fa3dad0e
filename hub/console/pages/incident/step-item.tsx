import { Fragment, type JSX } from 'preact'
import type { ShownIncident, ShownStep } from '../../../contract/incident-contract.ts'
import { ClockAhead } from '../../parts/clock-ahead.tsx'
import { SentencePieces } from '../../parts/incident-sentence.tsx'
import { Mark } from '../../parts/mark.tsx'
import { bothTimes } from '../../parts/moment.tsx'
import { namedByStep } from '../../parts/sentence-pieces.ts'
import { preferences } from '../../state/preferences.ts'
import { clockTime, shortDay } from '../../words/numbers.ts'
import { stepMarks, stepSentence } from '../../words/step-words.ts'
import { ProofLine } from './proof-line.tsx'
import { StepParts } from './step-parts.tsx'

interface StepItemParts {
  readonly step: ShownStep
  readonly incident: ShownIncident
  /** What else differs from what is usual. */
  readonly odd: readonly string[]
  /** Whether no step before it is from its address. */
  readonly isNewAddress: boolean
  /** Whether it is of another day than the step before it. */
  readonly isNewDay: boolean
}

/** A step that was seen: when, what, what of it differs, and its proof. */
export function StepItem({ step, incident, odd, isNewAddress, isNewDay }: StepItemParts): JSX.Element {
  const { time, mailbox_address: mailbox, event, host, ip, place, from } = step
  const { times } = preferences.value
  const other = times === 'utc' ? 'local' : 'utc'
  const isOther = mailbox !== null && mailbox !== incident.subject && incident.subject_type !== 'account'
  const sentence = `${isOther ? `${mailbox}: ` : ''}${stepSentence(step)}`
  return (
    <li class="story-step" tabIndex={-1} data-event={event}>
      <div class="step-time">
        {isNewDay ? <span class="step-day">{shortDay(time, times)}</span> : null}
        <time dateTime={new Date(time * 1000).toISOString()} title={bothTimes(time)}>
          {clockTime(time, times)}
        </time>
        <span>{clockTime(time, other)}</span>
      </div>
      <div class="rail">
        <Mark name="seen" />
      </div>
      <div class="step-body">
        <p>
          <SentencePieces sentence={sentence} about={incident} named={namedByStep(step)} />
          {[...new Set([...stepMarks(step, incident.subject), ...odd])].map((mark) => (
            <Fragment key={mark}>
              {' '}
              <span class="differs">{mark}</span>
            </Fragment>
          ))}{' '}
          <ClockAhead by={step.clock_ahead} />
        </p>
        {place === null || !isNewAddress ? null : (
          <p class="step-place">
            {ip}: {place}
          </p>
        )}
        {host === null && from.length > 0 ? null : <ProofLine of={step} />}
        <StepParts from={from} />
      </div>
    </li>
  )
}
