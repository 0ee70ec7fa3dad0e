import type { JSX } from 'preact'
import type { Act } from '../state/act.ts'
import { ALERT_WORDS } from '../words/alert-words.ts'

/** What a control says of what it did, beside it, with the way back. */
export function ActWords({ act }: { readonly act: Act }): JSX.Element | null {
  const { is, words } = act.state.value
  if (words === '') return null
  const { undo } = act
  return (
    <span class={is === 'refused' ? 'act-words refused' : 'act-words'}>
      {words}
      {undo === undefined ? null : (
        <button type="button" class="link" onClick={() => void undo()}>
          {ALERT_WORDS.act.undo}
        </button>
      )}
    </span>
  )
}
