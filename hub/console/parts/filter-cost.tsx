import type { JSX } from 'preact'
import { WORDS } from '../words/words.ts'

const { states } = WORDS

interface FilterCostParts {
  /** The filter in words. */
  readonly what: string
  /** How much there would be without it. */
  readonly count: string
  /** Where it is dropped; undefined where that leads to nothing. */
  readonly href: string | undefined
}

/** What a filter costs that leaves nothing, and the way without it. */
export function FilterCost({ what, count, href }: FilterCostParts): JSX.Element {
  return (
    <p>
      {states.without(what, count)}{' '}
      {href === undefined ? null : (
        <a class="button small" href={href}>
          {states.drop(what)}
        </a>
      )}
    </p>
  )
}
