import type { JSX } from 'preact'
import { WORDS } from '../words/words.ts'

/** Loads the page anew, with the files that the hub has now. */
export function LoadAgain(): JSX.Element {
  return (
    <button type="button" class="button small" onClick={() => location.reload()}>
      {WORDS.states.loadAgain}
    </button>
  )
}
