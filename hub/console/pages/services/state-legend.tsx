import type { JSX } from 'preact'
import type { CheckCounts, CheckStateWord } from '../../../contract/check-contract.ts'
import { CheckMark } from '../../parts/check-mark.tsx'
import { CHECK_STATE_ORDER } from '../../state/check-state.ts'
import { queried } from '../../state/navigator.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { numeral } from '../../words/numbers.ts'
import { SERVICES_WORDS as words } from '../../words/services-words.ts'

interface StateLegendParts {
  readonly counts: CheckCounts
  readonly chosen: CheckStateWord | undefined
}

/** What the marks mean, and how many checks have each: a click shows only these, another one all. */
export function StateLegend({ counts, chosen }: StateLegendParts): JSX.Element {
  return (
    <nav class="legend of-states" aria-label={words.legend}>
      {CHECK_STATE_ORDER.map((state, index) => (
        <a
          key={state}
          class={counts[state] === 0 ? 'legend-word without' : `legend-word as-${state}`}
          href={queried({ state: state === chosen ? undefined : state })}
          title={`${words.onlyState(CHECK_WORDS.states[state])} (${index + 1})`}
          aria-current={state === chosen ? 'true' : undefined}
        >
          <CheckMark state={state} />
          <b>
            {CHECK_WORDS.states[state]} <span class="faint">{numeral(counts[state])}</span>
          </b>
          <span class="legend-hint">{words.hints[state]}</span>
        </a>
      ))}
    </nav>
  )
}
