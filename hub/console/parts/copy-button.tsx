import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { now } from '../state/now.ts'
import { say } from '../state/said.ts'
import { WORDS } from '../words/words.ts'
import { Icon } from './icon.tsx'

/** How long a button says that it has copied, in milliseconds. */
export const COPIED_FOR = 5000

interface CopyParts {
  readonly text: string
  readonly hint?: string
  /** What it is called, if not by what it does; then it stands in a line of text, with the text in its title. */
  readonly label?: string
  /** What the button says in the place of “Copy”. */
  readonly words?: string
}

/** Puts a text on the clipboard, and says so in its own place. */
export function CopyButton({ text, hint, label, words = WORDS.copy }: CopyParts): JSX.Element {
  const [state, until] = [useSignal<'ready' | 'done' | 'refused'>('ready'), useSignal(0)]
  const copy = async (): Promise<void> => {
    state.value = await navigator.clipboard.writeText(text).then(
      () => 'done' as const,
      () => 'refused' as const,
    )
    until.value = Date.now() + COPIED_FOR
    say(state.value === 'done' ? WORDS.copied : WORDS.notCopied)
  }
  return (
    <>
      <button
        type="button"
        class={label === undefined ? 'button small' : 'link copies'}
        title={label === undefined ? undefined : `${WORDS.copy}: ${text}`}
        onClick={() => void copy()}
      >
        {label === undefined ? <Icon name="copy" /> : null}
        {state.value === 'done' && until.value > now.value ? WORDS.copied : (label ?? words)}
        {hint === undefined ? null : <kbd>{hint}</kbd>}
      </button>
      {state.value === 'refused' ? <span class="faint">{WORDS.notCopied}</span> : null}
    </>
  )
}

/** A command to type elsewhere, with its button. */
export function Command({ text, hint }: { readonly text: string; readonly hint?: string }): JSX.Element {
  return (
    <div class="command">
      <code>{text}</code>
      <CopyButton text={text} {...(hint === undefined ? {} : { hint })} />
    </div>
  )
}
