import type { JSX } from 'preact'
import { StateBox } from '../../parts/state-box.tsx'
import { queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { SERVICES_WORDS as words } from '../../words/services-words.ts'
import { WORDS } from '../../words/words.ts'
import type { ServicesWish } from './services-wish.ts'

/** Filters that leave no check. */
export function NoCheckFits({ wish: { text, state } }: { readonly wish: ServicesWish }): JSX.Element {
  const acts = (
    <a class="button small" href={queried({ q: undefined, state: undefined })}>
      {WORDS.states.clear}
    </a>
  )
  return (
    <StateBox kind="noMatch" word={WORDS.states.noMatch} title={words.noneFits} acts={acts}>
      <p>{words.noneFitsHint(text.trim(), state === undefined ? '' : CHECK_WORDS.states[state])}</p>
    </StateBox>
  )
}

/** There are checks, but nobody knows how any of them is. */
export function AllUnknown(): JSX.Element {
  const acts = (
    <a class="button small" href={pathTo('hosts')}>
      {words.whichHosts}
    </a>
  )
  return (
    <StateBox kind="cannotKnow" word={WORDS.states.cannotKnow} title={words.allUnknown} acts={acts}>
      <p>{words.allUnknownHint}</p>
    </StateBox>
  )
}
