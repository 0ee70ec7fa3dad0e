import type { JSX } from 'preact'
import { StateBox } from '../../parts/state-box.tsx'
import { queried } from '../../state/navigator.ts'
import { type RangeWords, STATISTICS_WORDS } from '../../words/statistics-words.ts'
import { WORDS } from '../../words/words.ts'
import { scopeWords } from './range-words.ts'
import { filterTitle } from './statistics-filters.tsx'
import type { StatisticsWish } from './statistics-wish.ts'

const { none: words } = STATISTICS_WORDS

interface NothingParts {
  readonly wish: StatisticsWish
  readonly range: RangeWords
  /** How many hosts told something. */
  readonly hosts: number
}

/** Hosts told their numbers, and there is none of what was asked. */
export function NothingCounted({ wish, range, hosts }: NothingParts): JSX.Element {
  const { key } = wish
  const is = key === undefined ? 'empty' : 'noMatch'
  const act =
    key === undefined ? undefined : (
      <a class="button small" href={queried({ key: undefined })}>
        {WORDS.states.drop(`${filterTitle(wish, 'key').toLowerCase()} ${key}`)}
      </a>
    )
  return (
    <div class="sheet spaced">
      <StateBox
        kind={is}
        word={WORDS.states[is]}
        title={words.title(`${scopeWords(wish).trim()} ${range.within}`.trim())}
        acts={act}
      >
        <p>
          {words.looked(hosts)} {key === undefined ? '' : words.notAmong}
        </p>
      </StateBox>
    </div>
  )
}
