import type { JSX } from 'preact'
import { WORDS } from '../../words/words.ts'
import { shutCheck } from './shut-check.ts'

/** Closes the open check. */
export function ShutCheck(): JSX.Element {
  return (
    <button type="button" class="button small quiet fill" onClick={shutCheck}>
      <kbd>Esc</kbd> {WORDS.close}
    </button>
  )
}
