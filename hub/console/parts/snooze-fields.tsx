import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { SNOOZE_WORDS as words } from '../words/snooze-words.ts'
import { Segments } from './segments.tsx'

interface SnoozeFieldsParts {
  /** Seconds, with the words for them. */
  readonly spans: Readonly<Record<string, string>>
  readonly span: Signal<string>
  readonly reason: Signal<string>
}

/** For how long something is not told, and why. */
export function SnoozeFields({ spans, span, reason }: SnoozeFieldsParts): JSX.Element {
  return (
    <>
      <div class="field">
        <span>{words.span}</span>
        <Segments
          label={words.span}
          choices={Object.entries(spans)}
          chosen={span.value}
          onChoose={(choice) => (span.value = choice)}
        />
      </div>
      <label class="field">
        <span>
          {words.reason}
          <em>{words.reasonHint}</em>
        </span>
        <input
          value={reason.value}
          maxLength={500}
          onInput={({ currentTarget }) => (reason.value = currentTarget.value)}
        />
      </label>
    </>
  )
}
