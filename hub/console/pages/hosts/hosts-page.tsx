import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import type { HostsAnswer } from '../../../contract/host-contract.ts'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { useFollowed } from '../../state/followed.ts'
import { pathTo } from '../../state/place.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { WORDS } from '../../words/words.ts'
import { CoverageMatrix } from './coverage-matrix.tsx'
import { askWholeCoverage } from './whole-coverage.ts'

/** How much longer an answer counts for each host in it, in milliseconds: the hub looks at every one. */
const PAUSE_PER_HOST = 150

/** Every host, the worst first, and how well each of its sources is seen. */
export function HostsPage(): JSX.Element {
  const hosts = useAnswer<HostsAnswer>('/api/v1/hosts')
  const coverage = useAnswer<CoverageAnswer>('/api/v1/coverage?all=true&limit=1000', askWholeCoverage)
  const pause = 15_000 + PAUSE_PER_HOST * (hosts.known.value.value?.hosts.length ?? 0)
  useFollowed(hosts, pause)
  useFollowed(coverage, pause)
  useEffect(() => void (document.title = `${words.title} · ${WORDS.brand}`), [])
  return (
    <div class="page">
      {hosts.known.value.value === undefined || coverage.known.value.value === undefined ? (
        <h1>{words.title}</h1>
      ) : null}
      <Shown answer={hosts}>
        {({ hosts: all }) =>
          all.length === 0 ? (
            <NoHosts />
          ) : (
            <Shown answer={coverage}>{({ hosts: sights }) => <CoverageMatrix hosts={all} sights={sights} />}</Shown>
          )
        }
      </Shown>
    </div>
  )
}

function NoHosts(): JSX.Element {
  const acts = (
    <a class="button" href={pathTo('firstHost')}>
      {words.add}
    </a>
  )
  return (
    <>
      <h1>{words.empty}</h1>
      <div class="sheet">
        <StateBox kind="empty" word={WORDS.states.empty} title={words.empty} acts={acts}>
          <p>{words.emptyHint}</p>
        </StateBox>
      </div>
    </>
  )
}
