import type { JSX } from 'preact'
import type { AcknowledgedAnswer, ShownAlert } from '../../../contract/alert-contract.ts'
import { ActWords } from '../../parts/act-words.tsx'
import type { Act } from '../../state/act.ts'
import { ask } from '../../state/ask.ts'
import { me } from '../../state/session.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'

const { care: words, messages } = ALERT_WORDS

interface TakeCareParts {
  readonly alert: ShownAlert
  readonly act: Act
  /** Hears that somebody takes care. */
  readonly onDone: () => void
}

/** Says who takes care of what a message is about, and lets those who may do so. */
export function TakeCare({ alert, act, onDone }: TakeCareParts): JSX.Element {
  const { is } = act.state.value
  return (
    <>
      <span>{carersOf(alert)}</span>
      {mayTakeCare(alert) ? (
        <button
          type="button"
          class="button small"
          aria-disabled={is === 'asking'}
          title={words.title}
          onClick={() => void takeCare(alert, act, onDone)}
        >
          {words.take} <kbd>c</kbd>
        </button>
      ) : null}
      <ActWords act={act} />
    </>
  )
}

/** Who takes care of what a message is about, in words. */
export function carersOf({ acknowledged, incident_count: count }: ShownAlert): string {
  if (count === 0) return ''
  const names = [...new Set(acknowledged.map(({ by }) => by))]
  return names.length === 0 ? messages.nobody : names.join(', ')
}

/** Whether the person who looks may take care of a message, and does not do so already. */
function mayTakeCare({ incident_count: count, acknowledged }: ShownAlert): boolean {
  const { value: who } = me
  return who?.rights.judge === true && count > 0 && !acknowledged.some(({ by }) => by === who.name)
}

/** Says that the person who looks takes care of what a message is about. */
export async function takeCare(alert: ShownAlert, act: Act, onDone: () => void): Promise<void> {
  if (!mayTakeCare(alert)) return
  const path = `/api/v1/alerts/${alert.id}/acknowledge`
  await act.run(
    () => ask<AcknowledgedAnswer>(path, { method: 'POST', json: {} }),
    () => ({ words: words.done }),
  )
  if (act.state.peek().is === 'done') onDone()
}
