import type { JSX } from 'preact'
import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { pathTo } from '../../state/place.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { DoubtLines } from './doubt-lines.tsx'
import { doubtsOf } from './doubts.ts'

const { states } = WORDS
const { mailbox: words } = PAGE_WORDS

/** Nothing is kept of a mailbox or an address: nothing happened, or somebody could not look. */
export function NothingKept({ of }: { readonly of: string }): JSX.Element {
  const coverage = useAnswer<CoverageAnswer>('/api/v1/coverage?limit=1000')
  return (
    <Shown answer={coverage}>
      {({ hosts }) => {
        const doubts = doubtsOf(hosts, [], {})
        const isDoubtful = doubts.size > 0
        const acts = isDoubtful ? (
          <a class="link" href={pathTo('hosts')}>
            {states.whichHosts}
          </a>
        ) : undefined
        return (
          <StateBox
            kind={isDoubtful ? 'cannotKnow' : 'empty'}
            word={isDoubtful ? states.cannotKnow : states.empty}
            title={words.empty(of)}
            acts={acts}
          >
            <p>{words.emptyHint}</p>
            <DoubtLines doubts={doubts} />
          </StateBox>
        )
      }}
    </Shown>
  )
}
