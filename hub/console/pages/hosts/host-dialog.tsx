import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { Modal } from '../../parts/modal.tsx'
import type { Outcome } from '../../state/ask.ts'
import type { Problem } from '../../state/problem.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { WORDS } from '../../words/words.ts'
import { Refused } from '../entry/sign-in-form.tsx'

interface HostDialogParts<T> {
  readonly title: string
  readonly hint: string
  /** What the button says. */
  readonly go: string
  /** Whether the button does it already. */
  readonly isReady: boolean
  readonly change: () => Promise<Outcome<T>>
  readonly onDone: (value: T) => void
  readonly onClose: () => void
  readonly children?: ComponentChildren
}

/** Asks before something of a host is changed; why it was not done stands above the button. */
export function HostDialog<T>(parts: HostDialogParts<T>): JSX.Element {
  const { title, hint, go, isReady, change, onDone, onClose, children } = parts
  const [isBusy, problem] = [useSignal(false), useSignal<Problem | undefined>(undefined)]
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy.value || !isReady) return
    isBusy.value = true
    const outcome = await change()
    isBusy.value = false
    if ('value' in outcome) onDone(outcome.value)
    else problem.value = outcome.problem
  }
  return (
    <Modal label={title} style="sign-in" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <h2>{title}</h2>
        <p class="faint">{hint}</p>
        {children}
        {problem.value === undefined ? null : (
          <>
            <p class="unseen">{words.notDone}</p>
            <Refused problem={problem.value} />
          </>
        )}
        <button type="submit" class="button first" aria-disabled={isBusy.value || !isReady}>
          {go}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {WORDS.cancel}
        </button>
      </form>
    </Modal>
  )
}
