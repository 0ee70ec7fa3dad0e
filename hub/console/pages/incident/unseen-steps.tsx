import type { JSX } from 'preact'
import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import { Mark } from '../../parts/mark.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { useAnswer } from '../../parts/shown.tsx'
import type { TrailStep } from '../../parts/trail-steps.ts'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'

interface UnseenParts {
  readonly steps: readonly TrailStep[]
  readonly hosts: readonly string[]
}

/** What was looked for and is not there, and what could not be looked for: never the same. */
export function UnseenSteps({ steps, hosts }: UnseenParts): JSX.Element {
  const none = steps.filter(({ state }) => state === 'none')
  const unknown = steps.filter(({ state }) => state === 'unknown')
  return (
    <>
      {none.length === 0 ? null : (
        <li class="story-step hollow-step" tabIndex={-1}>
          <div class="step-time">
            {words.notSeen}
            <span>{words.untilNow}</span>
          </div>
          <div class="rail">
            <Mark name="none" />
          </div>
          <div class="step-body">
            <p>{none.map(({ name }) => words.none[name]).join(' ')}</p>
            <p>{words.looked(hosts.join(', '))}</p>
          </div>
        </li>
      )}
      {unknown.length === 0 ? null : <CannotKnow steps={unknown} />}
    </>
  )
}

function CannotKnow({ steps }: { readonly steps: readonly TrailStep[] }): JSX.Element {
  const coverage = useAnswer<CoverageAnswer>('/api/v1/coverage?limit=1000')
  const names = [...new Set(steps.flatMap(({ blindHosts }) => blindHosts))]
  const sights = (coverage.known.value.value?.hosts ?? []).filter(({ host }) => names.includes(host.toLowerCase()))
  const since = Math.max(0, ...sights.map((sight) => sight.since ?? sight.sources[0]?.since ?? 0))
  return (
    <li class="story-step hollow-step" tabIndex={-1}>
      <div class="step-time">
        {words.cannotKnow}
        {since === 0 ? null : (
          <span>
            {words.since} <DayMoment time={since} />
          </span>
        )}
      </div>
      <div class="rail">
        <Mark name="unknown" />
      </div>
      <div class="step-body">
        <p>
          {steps.map(({ name }) => words.whether[name]).join(' ')} {words.blind(names)}
        </p>
        {names.map((name) => (
          <p key={name} class="step-proof">
            <span>{reasonsOf(name, sights)}</span>
            <a class="link" href={pathTo('host', { name })}>
              {words.mend}
              <span class="unseen"> ({name})</span>
            </a>
          </p>
        ))}
      </div>
    </li>
  )
}

/** So many logs of a host are named. */
const MOST = 3

/** Why a host cannot tell, as far as it is known: its logs by name. */
function reasonsOf(name: string, sights: CoverageAnswer['hosts']): string {
  const sight = sights.find(({ host }) => host.toLowerCase() === name)
  if (sight === undefined) return ''
  // What is wrong with a whole host is said once.
  if (sight.why !== '') return sight.why
  const reasons = sight.sources.slice(0, MOST).map(({ path, source, why }) => `${path === '' ? source : path}: ${why}.`)
  return reasons.join(' ')
}
