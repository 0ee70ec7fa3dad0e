import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { CopyButton } from '../../parts/copy-button.tsx'
import { refusalWords } from '../../state/refusal-words.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import type { Attempt } from './attempt.ts'

/** What came of an attempt, beside its button. */
export function CameOfIt({ attempt }: { readonly attempt: Attempt }): JSX.Element | null {
  const { done, undo, problem } = attempt.came.value
  if (problem !== undefined) {
    const { wait } = problem
    return (
      <p class="came failed" role="alert">
        {refusalWords(problem)} {wait > 5 ? WORDS.signIn.wait(wait) : ''}
      </p>
    )
  }
  if (done === undefined) return null
  return (
    <p class="came">
      {done}{' '}
      {undo === undefined ? null : (
        <button type="button" class="link" onClick={undo}>
          {SETTINGS_WORDS.undo}
        </button>
      )}
    </p>
  )
}

interface FormEndParts {
  readonly attempt: Attempt
  /** What the form does. */
  readonly go: string
  readonly onClose: () => void
}

/**
 * The end of a form: what came of it, the button that sends it, and the one that leaves it, unless it is on its way: that
 * cannot be cancelled any more, and the answer may be a secret.
 */
export function FormEnd({ attempt, go, onClose }: FormEndParts): JSX.Element {
  const isBusy = attempt.isBusy.value
  return (
    <>
      <CameOfIt attempt={attempt} />
      <div class="acts">
        <button type="submit" class="button first" aria-disabled={isBusy}>
          {go}
        </button>
        <button
          type="button"
          class="button quiet"
          aria-disabled={isBusy}
          onClick={() => (isBusy ? undefined : onClose())}
        >
          {WORDS.cancel}
        </button>
      </div>
    </>
  )
}

interface TwoStepParts {
  readonly words: string
  /** What follows from it, in a sentence: it cannot be undone. */
  readonly asks: string
  readonly onSure: () => void
}

/** A button of what cannot be undone: it says what follows before it does it. */
export function TwoStep({ words, asks, onSure }: TwoStepParts): JSX.Element {
  const isAsking = useSignal(false)
  const sure = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isAsking.value) sure.current?.focus()
  }, [isAsking.value])
  if (!isAsking.value)
    return (
      <button type="button" class="button small" onClick={() => (isAsking.value = true)}>
        {words}
      </button>
    )
  const act = (): void => {
    isAsking.value = false
    onSure()
  }
  return (
    <span class="two-step" role="group" aria-label={words}>
      <span>{asks}</span>
      <button type="button" class="button small grave" ref={sure} onClick={act}>
        {words}
      </button>
      <button type="button" class="button small quiet" onClick={() => (isAsking.value = false)}>
        {WORDS.cancel}
      </button>
    </span>
  )
}

interface OnceParts {
  readonly title: string
  /** What to copy. */
  readonly text: string
  readonly children?: ComponentChildren
  readonly onDone: () => void
}

/** Something secret that the hub tells once. */
export function ShownOnce({ title, text, children, onDone }: OnceParts): JSX.Element {
  const element = useRef<HTMLElement>(null)
  useEffect(() => element.current?.focus(), [])
  return (
    <section class="once sheet" aria-label={title} tabIndex={-1} ref={element}>
      <h2>{title}</h2>
      <p class="soft">{SETTINGS_WORDS.once}</p>
      <div class="command">
        <code>{text}</code>
        <CopyButton text={text} />
      </div>
      {children}
      <button type="button" class="button small" onClick={onDone}>
        {SETTINGS_WORDS.onceDone}
      </button>
    </section>
  )
}
