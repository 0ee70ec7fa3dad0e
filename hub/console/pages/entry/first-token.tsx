import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { MadeToken } from '../../../contract/access-contract.ts'
import { Command } from '../../parts/copy-button.tsx'
import { ask } from '../../state/ask.ts'
import type { Problem } from '../../state/problem.ts'
import { WORDS } from '../../words/words.ts'
import { Refused } from './sign-in-form.tsx'

const { firstHost } = WORDS

/** As many servers as one token enrols, and for how long, in seconds. */
const [USES, LIFETIME] = [50, 86_400]

/** The token with which servers enrol: made by a click, never by a visit, and shown once. */
export function FirstToken(): JSX.Element {
  const [made, problem] = [useSignal<MadeToken | undefined>(undefined), useSignal<Problem | undefined>(undefined)]
  const isBusy = useSignal(false)
  const make = async (): Promise<void> => {
    if (isBusy.value) return
    isBusy.value = true
    const json = { uses: USES, ttl: LIFETIME, label: 'console' }
    const outcome = await ask<MadeToken>('/api/v1/enrolment-tokens', { method: 'POST', json })
    isBusy.value = false
    problem.value = 'problem' in outcome ? outcome.problem : undefined
    if ('value' in outcome) made.value = outcome.value
  }
  if (made.value !== undefined)
    return (
      <>
        <Command text={made.value.token} />
        <p class="faint">{firstHost.tokenOnce(USES)}</p>
      </>
    )
  return (
    <>
      {problem.value === undefined ? null : <Refused problem={problem.value} />}
      <p>
        <button type="button" class="button" aria-disabled={isBusy.value} onClick={() => void make()}>
          {firstHost.makeToken}
        </button>
      </p>
    </>
  )
}
