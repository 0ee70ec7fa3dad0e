import type { JSX } from 'preact'
import type { ChecksAnswer, ShownCheck } from '../../../contract/check-contract.ts'
import { CheckStateMark } from '../../parts/check-mark.tsx'
import { Age } from '../../parts/moment.tsx'
import { Failed, useAnswer } from '../../parts/shown.tsx'
import { isFailed } from '../../state/answer.ts'
import { byCheckState, checkStateNow } from '../../state/check-state.ts'
import { useFollowed } from '../../state/followed.ts'
import { pathTo } from '../../state/place.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'

const { ofHost: words } = CHECK_WORDS

/** How the checks of a host are, the worst first; nothing where it checks nothing. */
export function HostChecks({ host }: { readonly host: string }): JSX.Element | null {
  const answer = useAnswer<ChecksAnswer>(`/api/v1/checks?${new URLSearchParams({ host, limit: '500' })}`)
  useFollowed(answer)
  const checks = answer.known.value.value?.checks ?? []
  if (checks.length === 0 && !isFailed(answer.known.value)) return null
  const isUp = (check: ShownCheck): boolean => checkStateNow(check) === 'up'
  const others = checks.filter((check) => !isUp(check)).toSorted(byCheckState)
  const up = checks.filter(isUp)
  return (
    <section aria-labelledby="host-checks">
      <div class="heading">
        <h2 id="host-checks">{words.heading}</h2>
        <a class="link fill" href={pathTo('services', {}, new URLSearchParams({ q: host }).toString())}>
          {words.all}
        </a>
      </div>
      <div class="sheet spaced">
        <Failed answer={answer} />
        <ul>
          {others.map((check) => (
            <li key={check.check} class="block host-check">
              <CheckStateMark state={checkStateNow(check)} />
              <span>
                <CheckLink check={check} /> <span class="soft">{check.finding}</span>
              </span>
              <span class="faint">
                <Age time={check.since} />
              </span>
            </li>
          ))}
          {up.length === 0 ? null : (
            <li class="block host-checks-up">
              <span>{words.up(up.length)}:</span>
              {up.map((check) => (
                <CheckLink key={check.check} check={check} />
              ))}
            </li>
          )}
        </ul>
      </div>
    </section>
  )
}

function CheckLink({ check: { host, check } }: { readonly check: ShownCheck }): JSX.Element {
  return (
    <a class="link" href={pathTo('services', {}, new URLSearchParams({ host, check }).toString())}>
      {check}
    </a>
  )
}
