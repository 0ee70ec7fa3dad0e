import type { JSX } from 'preact'
import { pathTo } from '../state/place.ts'
import { WORDS } from '../words/words.ts'
import { StateBox } from './state-box.tsx'

/** There is nothing at this address, or it cannot be read. */
export function NoPage(): JSX.Element {
  const { states } = WORDS
  const back = (
    <a class="button small" href={pathTo('now')}>
      {states.toNow}
    </a>
  )
  return (
    <>
      <h1 class="unseen">{states.noPage}</h1>
      <div class="sheet">
        <StateBox kind="noMatch" word={states.noPageWord} title={states.noPage} acts={back}>
          <p>{states.noPageHint}</p>
        </StateBox>
      </div>
    </>
  )
}
