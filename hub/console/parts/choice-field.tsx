import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'

interface ChoiceFieldParts {
  readonly label: string
  /** What is meant, and the words for it. */
  readonly choices: readonly (readonly [string, string])[]
  readonly value: Signal<string>
}

/** One of several choices, with its name above it. */
export function ChoiceField({ label, choices, value }: ChoiceFieldParts): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value.value} onChange={({ currentTarget }) => (value.value = currentTarget.value)}>
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
