import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ChecksAnswer } from '../../../contract/check-contract.ts'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { CHECK_KINDS } from '../../state/check-kinds.ts'
import { useFollowed } from '../../state/followed.ts'
import { live } from '../../state/live.ts'
import { paced } from '../../state/standing.ts'
import { SERVICES_WORDS as words } from '../../words/services-words.ts'
import { WORDS } from '../../words/words.ts'
import { NothingChecked } from './nothing-checked.tsx'
import { Services } from './services.tsx'
import { askWholeChecks } from './whole-checks.ts'

/** How often it is asked anew, and how much longer an answer counts for each check in it, in milliseconds. */
const [PAUSE, PER_CHECK] = [60_000, 5]

/** How every check of every host is, what happened to them, and what ends soon. */
export function ServicesPage(): JSX.Element {
  const answer = useAnswer<ChecksAnswer>('/api/v1/checks?limit=5000', askWholeChecks)
  const round = useSignal(0)
  useFollowed(answer, PAUSE + PER_CHECK * (answer.known.value.value?.checks.length ?? 0))
  useEffect(() => void (document.title = `${words.title} · ${WORDS.brand}`), [])
  useEffect(() => {
    live.follow(
      `/api/v1/stream?kind=${CHECK_KINDS}`,
      paced(() => {
        answer.again()
        round.value += 1
      }),
    )
    return () => live.follow(undefined)
  }, [])
  return (
    <div class="page">
      {answer.known.value.value === undefined ? <h1>{words.title}</h1> : null}
      <Shown answer={answer}>
        {({ checks, counts }) =>
          checks.length === 0 ? <NothingChecked /> : <Services checks={checks} counts={counts} round={round.value} />
        }
      </Shown>
    </div>
  )
}
