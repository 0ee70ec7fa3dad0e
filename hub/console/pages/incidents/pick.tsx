import type { JSX } from 'preact'

interface PickParts {
  readonly label: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, words: string])[]
  readonly onPick: (value: string) => void
}

/** One of several choices, in a list that opens; one that it does not know is shown as it is. */
export function Pick({ label, value, choices, onPick }: PickParts): JSX.Element {
  const isKnown = choices.some(([known]) => known === value)
  return (
    <select class="pick" aria-label={label} value={value} onChange={({ currentTarget }) => onPick(currentTarget.value)}>
      {choices.map(([choice, words]) => (
        <option key={choice} value={choice}>
          {words}
        </option>
      ))}
      {isKnown ? null : <option value={value}>{value}</option>}
    </select>
  )
}
