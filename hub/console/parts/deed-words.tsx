import type { JSX } from 'preact'
import type { Deed } from '../state/deed.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'

/** What became of what a control was asked, in its place, with the button that takes it back. */
export function DeedWords({ deed, isBare = false }: { readonly deed: Deed; readonly isBare?: boolean }): JSX.Element {
  const { is, words } = deed.state.value
  return (
    <span class={is === 'refused' ? 'deed refused' : 'deed'}>
      {isBare && is === 'done' ? null : words}
      {deed.canUndo ? (
        <button type="button" class="button small" onClick={() => void deed.undo()}>
          {INCIDENT_WORDS.deed.undo}
        </button>
      ) : null}
    </span>
  )
}
