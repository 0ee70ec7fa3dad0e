import type { JSX } from 'preact'
import type { Act } from '../state/act.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'

/** What a control says of what it did, beside it, with the way back. */
export function ActWords({ act }: { readonly act: Act }): JSX.Element | null {
  const { is, words } = act.state.value
  if (words === '') return null
  return (
    <span class={is === 'refused' ? 'act-words refused' : 'act-words'}>
      {words}
      {act.canUndo ? (
        <button type="button" class="link" onClick={() => void act.undo()}>
          {INCIDENT_WORDS.deed.undo}
        </button>
      ) : null}
    </span>
  )
}
