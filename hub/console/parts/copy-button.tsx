import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { say } from '../state/said.ts'
import { WORDS } from '../words/words.ts'
import { Icon } from './icon.tsx'

/** Puts a text on the clipboard, and says so in its own place. */
export function CopyButton({ text, hint }: { readonly text: string; readonly hint?: string }): JSX.Element {
  const state = useSignal<'ready' | 'done' | 'refused'>('ready')
  const copy = async (): Promise<void> => {
    state.value = await navigator.clipboard.writeText(text).then(
      () => 'done' as const,
      () => 'refused' as const,
    )
    say(state.value === 'done' ? WORDS.copied : WORDS.notCopied)
  }
  return (
    <>
      <button type="button" class="button small" onClick={() => void copy()}>
        <Icon name="copy" />
        {state.value === 'done' ? WORDS.copied : WORDS.copy}
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
