import { type Signal, useSignal } from '@preact/signals'
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

/** What somebody typed and chose; it stays until it was taken, whatever keeps it from being done. */
export interface EndDraft {
  readonly reason: Signal<string>
  /** Undefined until something is chosen. */
  readonly chosen: Signal<AssessmentWord | undefined>
}

interface EndParts {
  readonly draft: EndDraft
  readonly to: IncidentStateWord
  /** What is said of it already. */
  readonly assessment: AssessmentWord | null
  /** What it is about, where that is not on the page around it. */
  readonly about?: string
  readonly onClose: () => void
  readonly onDone: (wish: IncidentWish & { readonly state: IncidentStateWord }) => void
}

/** The draft of the dialogs of a part of the page. */
export function useEndDraft(): EndDraft & { readonly clear: () => void } {
  const [reason, chosen] = [useSignal(''), useSignal<AssessmentWord | undefined>(undefined)]
  const clear = (): void => {
    reason.value = ''
    chosen.value = undefined
  }
  return { reason, chosen, clear }
}

/** Asks why incidents are taken to another state; who dismisses says what they were, too. */
export function EndDialog({
  draft: { reason, chosen },
  to,
  assessment,
  about,
  onClose,
  onDone,
}: EndParts): JSX.Element {
  const isDismissal = to === 'dismissed'
  const judged = chosen.value ?? assessment
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const submit = (event: Event): void => {
    event.preventDefault()
    if (isDismissal && (judged === null || reason.value.trim() === '')) return
    const why = reason.value.trim()
    const said = isDismissal && judged !== null ? { assessment: judged } : {}
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
                  checked={judged === word}
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
