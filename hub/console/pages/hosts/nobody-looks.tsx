import type { JSX } from 'preact'
import { StateBox } from '../../parts/state-box.tsx'
import { pathTo } from '../../state/place.ts'
import { DOUBT_WORDS as words } from '../../words/doubt-words.ts'
import { WORDS } from '../../words/words.ts'

const { states } = WORDS

/** No host may report: nothing that happens is told. */
export function NobodyLooks({ isOne = false }: { readonly isOne?: boolean }): JSX.Element {
  const acts = (
    <a class="link" href={pathTo(isOne ? 'hosts' : 'firstHost')}>
      {isOne ? states.whichHosts : WORDS.firstHost.titleAnother}
    </a>
  )
  return (
    <StateBox kind="cannotKnow" word={states.cannotKnow} title={words.noHost} acts={acts}>
      <p>{isOne ? words.revoked : words.noHosts}</p>
    </StateBox>
  )
}
