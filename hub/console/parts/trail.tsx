import type { JSX } from 'preact'
import { TRAIL_WORDS } from '../words/trail-words.ts'
import { Mark } from './mark.tsx'
import type { TrailStep } from './trail-steps.ts'

/** The steps of a takeover in a list: filled is seen, hollow was looked for, dashed could not be. */
export function Trail({ steps }: { readonly steps: readonly TrailStep[] }): JSX.Element {
  return (
    <ol class="trail" aria-label={TRAIL_WORDS.label}>
      {steps.map(({ name, state, blindHosts }) => {
        const { [name]: step } = TRAIL_WORDS.steps
        const title = TRAIL_WORDS[state](step, blindHosts)
        return (
          <li key={name} class={state} title={title}>
            <Mark name={state} />
            <span aria-hidden="true">{step}</span>
            <span class="unseen">{title}</span>
          </li>
        )
      })}
    </ol>
  )
}
