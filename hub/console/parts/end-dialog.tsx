import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { AssessmentWord } from '../../contract/event-contract.ts'
import type { IncidentStateWord } from '../../contract/incident-contract.ts'
import type { IncidentWish } from '../state/change-incident.ts'
import { ASSESSMENT_ORDER } from '../words/assessment-order.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'
import { WORDS } from '../words/words.ts'
import { Modal } from './modal.tsx'

const { end: words, moves, assessments } = INCIDENT_WORDS

interface EndParts {
  readonly to: IncidentStateWord
  /** What is said of it already. */
  readonly assessment: AssessmentWord | null
  /** What it is about, where that is not on the page around it. */
  readonly about?: string
  readonly onClose: () => void
  readonly onDone: (wish: IncidentWish & { readonly state: IncidentStateWord }) => void
}

/** Asks why incidents are taken to another state; who dismisses says what they were, too. */
export function EndDialog({ to, assessment, about, onClose, onDone }: EndParts): JSX.Element {
  const isDismissal = to === 'dismissed'
  const [reason, chosen] = [useSignal(''), useSignal<AssessmentWord | null>(assessment)]
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const submit = (event: Event): void => {
    event.preventDefault()
    if (isDismissal && (chosen.value === null || reason.value.trim() === '')) return
    const why = reason.value.trim()
    const said = isDismissal && chosen.value !== null ? { assessment: chosen.value } : {}
    onDone({ state: to, ...(why === '' ? {} : { reason: why }), ...said })
  }
  return (
    <Modal label={moves[to]} style="end-dialog" onClose={onClose}>
      <form onSubmit={submit}>
        <h2>{moves[to]}</h2>
        {about === undefined ? null : <p>{about}</p>}
        <p class="soft">{words.meaning[to]}</p>
        <label class="field">
          <span>
            {words.reason}
            {isDismissal ? null : <em>{words.optional}</em>}
          </span>
          <textarea
            ref={field}
            rows={3}
            maxLength={2000}
            required={isDismissal}
            value={reason.value}
            onInput={({ currentTarget }) => (reason.value = currentTarget.value)}
          />
        </label>
        {isDismissal ? (
          <fieldset class="choices">
            <legend>{words.assessment}</legend>
            {ASSESSMENT_ORDER.filter((word) => word !== null).map((word) => (
              <label key={word}>
                <input
                  type="radio"
                  name="assessment"
                  required
                  checked={chosen.value === word}
                  onChange={() => (chosen.value = word)}
                />
                {assessments[word]}
              </label>
            ))}
          </fieldset>
        ) : null}
        <div class="dialog-acts">
          <button type="button" class="button" onClick={onClose}>
            {WORDS.cancel}
          </button>
          <button type="submit" class="button first">
            {moves[to]}
          </button>
        </div>
      </form>
    </Modal>
  )
}
