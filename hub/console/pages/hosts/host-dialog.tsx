import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { Modal } from '../../parts/modal.tsx'
import type { Outcome } from '../../state/ask.ts'
import type { Problem } from '../../state/problem.ts'
import { refusalWords } from '../../state/refusal-words.ts'
import { WORDS } from '../../words/words.ts'

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
  // What is on its way cannot be cancelled any more, and its answer may be a secret.
  const close = (): void => {
    if (!isBusy.peek()) onClose()
  }
  return (
    <Modal label={title} style="sign-in" onClose={close}>
      <form onSubmit={(event) => void submit(event)}>
        <h2>{title}</h2>
        <p class="faint">{hint}</p>
        {children}
        {problem.value === undefined ? null : (
          <p class="said" role="alert">
            {refusalWords(problem.value)}
          </p>
        )}
        <button type="submit" class="button first" aria-disabled={isBusy.value || !isReady}>
          {go}
        </button>
        <button type="button" class="button" aria-disabled={isBusy.value} onClick={close}>
          {WORDS.cancel}
        </button>
      </form>
    </Modal>
  )
}
