import type { JSX } from 'preact'
import type { CheckStateWord } from '../../contract/check-contract.ts'
import { CHECK_WORDS } from '../words/check-words.ts'
import { Mark, type MarkName } from './mark.tsx'

const MARKS: Readonly<Record<CheckStateWord, MarkName>> = {
  down: 'blind',
  flapping: 'flapping',
  warning: 'degraded',
  late: 'late',
  unknown: 'unknown',
  blocked: 'blocked',
  maintenance: 'paused',
  up: 'dot',
  off: 'never',
}

/** The mark of how a check is. */
export function CheckMark({ state }: { readonly state: CheckStateWord }): JSX.Element {
  return <Mark name={MARKS[state]} />
}

/** How a check is, as a mark and a word. */
export function CheckStateMark({ state }: { readonly state: CheckStateWord }): JSX.Element {
  return (
    <span class={`check-state as-${state}`}>
      <CheckMark state={state} />
      {CHECK_WORDS.states[state]}
    </span>
  )
}
