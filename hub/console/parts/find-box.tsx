import type { JSX } from 'preact'
import { setQuery } from '../state/navigator.ts'

interface FindBoxParts {
  readonly label: string
  /** What the address of the page has as `q`. */
  readonly text: string
}

/** A field for a part of what a page lists; the address has it. */
export function FindBox({ label, text }: FindBoxParts): JSX.Element {
  return (
    <input
      class="filter"
      aria-label={label}
      placeholder={label}
      value={text}
      maxLength={100}
      onInput={({ currentTarget: { value } }) => setQuery({ q: value === '' ? undefined : value }, 'replace')}
    />
  )
}
