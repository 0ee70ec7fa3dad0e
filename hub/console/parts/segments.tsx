import type { JSX } from 'preact'

interface SegmentsParts<T extends string> {
  readonly label: string
  readonly choices: readonly (readonly [T, string])[]
  readonly chosen: T
  readonly onChoose: (choice: T) => void
}

/** One of a few choices, all of them in view. */
export function Segments<T extends string>({ label, choices, chosen, onChoose }: SegmentsParts<T>): JSX.Element {
  return (
    <div class="segments" role="group" aria-label={label}>
      {choices.map(([choice, words]) => (
        <button key={choice} type="button" aria-pressed={choice === chosen} onClick={() => onChoose(choice)}>
          {words}
        </button>
      ))}
    </div>
  )
}
