import type { JSX } from 'preact'
import type { ShownIncident, ShownStep } from '../../../contract/incident-contract.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { SentencePieces } from '../../parts/incident-sentence.tsx'
import { Mark } from '../../parts/mark.tsx'
import { bothTimes } from '../../parts/moment.tsx'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { clockTime, shortDay } from '../../words/numbers.ts'
import { shellQuoted } from '../../words/shell-quoted.ts'
import { offsetWords, stepMarks, stepSentence } from '../../words/step-words.ts'

interface StepItemParts {
  readonly step: ShownStep
  readonly incident: ShownIncident
  /** What else differs from what is usual. */
  readonly odd: readonly string[]
  /** Whether it is of another day than the step before it. */
  readonly isNewDay: boolean
}

/** A step that was seen: when, what, what of it differs, and its proof. */
export function StepItem({ step, incident, odd, isNewDay }: StepItemParts): JSX.Element {
  const { time, mailbox_address: mailbox, event } = step
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
          <SentencePieces of={{ ...incident, sentence }} />
          {[...new Set([...stepMarks(step, incident.subject), ...odd])].map((mark) => (
            <>
              {' '}
              <span key={mark} class="differs">
                {mark}
              </span>
            </>
          ))}
        </p>
        <Proof step={step} />
      </div>
    </li>
  )
}

/** How far the table of events reaches around a step, in seconds. */
const AROUND = 900

/** Where it is written: host, log and offset, and the command that prints the line there. */
function Proof({ step }: { readonly step: ShownStep }): JSX.Element {
  const { host, log, offset, event, time } = step
  if (host === null) return <p class="step-proof">{words.byHub}</p>
  const query = new URLSearchParams({
    host,
    from: String(time - AROUND),
    until: String(time + AROUND),
    event,
  }).toString()
  return (
    <p class="step-proof">
      <a class="link" href={pathTo('host', { name: host })}>
        {host}
      </a>
      {log === null ? null : <code>{log}</code>}
      {log === null || offset === null ? null : <code>{offsetWords(offset)}</code>}
      {log === null ? null : (
        <CopyButton text={`spoor-agent line ${shellQuoted(event)}`} label={words.line(event.slice(-4))} />
      )}
      <a class="link to-event" href={pathTo('events', {}, query)}>
        {words.event}
      </a>
    </p>
  )
}
