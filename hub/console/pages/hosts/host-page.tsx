import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HostCoverageAnswer } from '../../../contract/coverage-contract.ts'
import type { HostAnswer } from '../../../contract/host-contract.ts'
import { Age } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { useFollowed } from '../../state/followed.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { WORDS } from '../../words/words.ts'
import { HealthWord } from './health-word.tsx'
import { HostChecks } from './host-checks.tsx'
import { askHostCoverage } from './host-coverage-asker.ts'
import { HostFacts } from './host-facts.tsx'
import { healthOf, lastWord } from './host-health.ts'
import { HostIncidents } from './host-incidents.tsx'
import { HostTraffic } from './host-traffic.tsx'
import { HostTrouble } from './host-trouble.tsx'
import { NeverTold } from './never-told.tsx'
import { saidThen } from './said-then.tsx'
import { shownStatus } from './shown-status.ts'
import { TellingSources } from './telling-sources.tsx'
import { Warnings } from './warnings.tsx'

type Host = HostAnswer['host']

/** The hub knows no host of this name. */
const UNKNOWN = 40420

/** One host: how well it is seen, what its agent said last, and what concerns it. */
export function HostPage({ name }: { readonly name: string }): JSX.Element {
  const path = `/api/v1/hosts/${encodeURIComponent(name)}`
  const answer = useAnswer<HostAnswer>(path)
  const coverage = useAnswer(`${path}/coverage`, askHostCoverage)
  useFollowed(answer)
  useFollowed(coverage)
  useEffect(() => void (document.title = `${name} · ${WORDS.brand}`), [name])
  const again = (): void => {
    answer.again()
    coverage.again()
  }
  return (
    <div class="page">
      <p class="crumb">
        <a class="link" href={pathTo('hosts')}>
          {words.crumb}
        </a>
      </p>
      {answer.known.value.value === undefined || coverage.known.value.value === undefined ? <h1>{name}</h1> : null}
      {answer.known.value.problem?.code === UNKNOWN ? (
        <div class="sheet">
          <StateBox kind="empty" word={WORDS.states.empty} title={words.noHost}>
            <p>{words.noHostHint}</p>
          </StateBox>
        </div>
      ) : (
        <Shown answer={answer}>
          {({ host }) => (
            <Shown answer={coverage}>{(sight) => <OneHost host={host} sight={sight} onChanged={again} />}</Shown>
          )}
        </Shown>
      )}
    </div>
  )
}

interface OneHostParts {
  readonly host: Host
  readonly sight: HostCoverageAnswer | null
  readonly onChanged: () => void
}

function OneHost({ host, sight, onChanged }: OneHostParts): JSX.Element {
  const health = healthOf(host, sight ?? undefined)
  const status = host.status === null ? undefined : shownStatus(host.status)
  const last = lastWord(host)
  const then = saidThen(host, health, now.value / 1000)
  return (
    <>
      <div class="lead">
        <div>
          <h1>{host.host}</h1>
          <p>
            <HealthWord health={health} />
            {last === undefined ? null : (
              <>
                {' · '}
                {words.heard} <Age time={last} /> {words.ago}
              </>
            )}
          </p>
        </div>
        <div class="acts">
          <a class="button" href={pathTo('events', {}, new URLSearchParams({ host: host.host }).toString())}>
            {words.itsEvents}
          </a>
        </div>
      </div>
      <HostTrouble host={host} health={health} sight={sight ?? undefined} />
      <div class="two-columns">
        <div>
          <HostIncidents host={host.host} />
          <HostChecks host={host.host} />
          <HostTraffic host={host.host} />
          {status === undefined ? null : <Warnings warnings={status.warnings} then={then} />}
          {sight === null ? null : <TellingSources sight={sight} status={status} then={then} />}
          {sight === null || sight.sources.length === 0 ? null : <NeverTold never={sight.never} />}
        </div>
        <HostFacts host={host} status={status} health={health} then={then} onChanged={onChanged} />
      </div>
    </>
  )
}
