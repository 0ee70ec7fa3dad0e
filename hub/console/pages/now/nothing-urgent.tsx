import type { JSX } from 'preact'
import { StateBox } from '../../parts/state-box.tsx'
import { isFailed, saidNow } from '../../state/answer.ts'
import { standing } from '../../state/standing.ts'
import { NOW_WORDS as words } from '../../words/now-words.ts'
import { WORDS } from '../../words/words.ts'
import { unseenOf } from './headline.ts'

/** Nothing is urgent: said where we looked, and only while nothing new waits. */
export function NothingUrgent({ fresh }: { readonly fresh: number }): JSX.Element {
  if (fresh > 0) return <StateBox kind="empty" word={words.fresh(fresh)} title={words.wait} />
  const sight = standing.coverage.known.value
  const unseen = unseenOf(saidNow(sight))
  if (isFailed(sight))
    return (
      <StateBox kind="cannotKnow" word={WORDS.states.cannotKnow} title={words.noFirst}>
        <p>{words.headline.sightFailed}</p>
      </StateBox>
    )
  if (unseen === undefined || unseen.count === 0)
    return (
      <StateBox kind="empty" word={WORDS.states.empty} title={words.noFirst}>
        {unseen === undefined ? null : <p>{words.looked(unseen.all)}</p>}
      </StateBox>
    )
  return (
    <StateBox kind="cannotKnow" word={WORDS.states.cannotKnow} title={words.noFirst}>
      <p>
        {words.looked(unseen.all - unseen.count)} {words.notLooked(unseen.names, unseen.count)}
      </p>
    </StateBox>
  )
}
