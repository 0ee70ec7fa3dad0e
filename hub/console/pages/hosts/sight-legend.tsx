import type { JSX } from 'preact'
import { queried } from '../../state/navigator.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { numeral } from '../../words/numbers.ts'
import { type CellWord, CELL_WORDS, wantsLook } from './cell.ts'
import { SightMark } from './sight-word.tsx'

interface SightLegendParts {
  readonly counts: ReadonlyMap<CellWord, number>
  readonly chosen: CellWord | undefined
}

/** What the marks mean, and how many there are: each shows only the hosts that have it, pressed again all. */
export function SightLegend({ counts, chosen }: SightLegendParts): JSX.Element {
  return (
    <nav class="legend" aria-label={words.legend}>
      {CELL_WORDS.map((word, index) => (
        <a
          key={word}
          class={wantsLook(word) ? `legend-word is-${word}` : 'legend-word'}
          href={queried({ word: word === chosen ? undefined : word })}
          title={`${words.onlyWord(words.words[word])} (${index + 1})`}
          aria-current={word === chosen ? 'true' : undefined}
        >
          <SightMark word={word} />
          <b>
            {words.words[word]} <span class="faint">{numeral(counts.get(word) ?? 0)}</span>
          </b>
          <span class="legend-hint">{words.hints[word]}</span>
        </a>
      ))}
    </nav>
  )
}
