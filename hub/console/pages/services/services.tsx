import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { CheckCounts, ShownCheck } from '../../../contract/check-contract.ts'
import { FindBox } from '../../parts/find-box.tsx'
import { place } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { SERVICES_WORDS as words } from '../../words/services-words.ts'
import { CertificateList } from './certificate-list.tsx'
import { certificatesOf, daysUntil } from './certificates.ts'
import { CheckHistory } from './check-history.tsx'
import { CheckList } from './check-list.tsx'
import { CheckSide } from './check-side.tsx'
import { AllUnknown, NoCheckFits } from './no-check.tsx'
import { RestartList } from './restart-list.tsx'
import { servicesHeadline } from './services-headline.ts'
import { useServicesKeys } from './services-keys.ts'
import { servicesWish, wantedChecks } from './services-wish.ts'
import { StateLegend } from './state-legend.tsx'
import { WallTable } from './wall-table.tsx'
import { wallOf } from './wall.ts'

/** A certificate that ends sooner than this, in days, stands in the headline. */
const SOON = 14

interface ServicesParts {
  readonly checks: readonly ShownCheck[]
  readonly counts: CheckCounts
  /** Rises with each change that was heard. */
  readonly round: number
}

/** The wall of hosts and checks, one of them opened, and below it what happened and what ends soon. */
export function Services({ checks, counts, round }: ServicesParts): JSX.Element {
  const query = place.value?.query ?? new URLSearchParams()
  const wish = servicesWish(query)
  const certificates = useMemo(() => certificatesOf(checks), [checks])
  const shown = useMemo(() => wantedChecks(checks, wish), [checks, wish.text, wish.state])
  const wall = useMemo(() => wallOf(shown), [shown])
  const hosts = useMemo(() => new Set(checks.map(({ host }) => host)).size, [checks])
  const [host, check] = [query.get('host'), query.get('check')]
  const isOpen = host !== null && check !== null
  const seconds = Math.floor(now.value / 60_000) * 60
  const ending = certificates.filter(({ ends }) => daysUntil(ends, seconds) < SOON).length
  useServicesKeys()
  return (
    <>
      <div class="lead">
        <div>
          <h1>{servicesHeadline(counts, ending)}</h1>
          <p>{words.note(checks.length, hosts)}</p>
        </div>
        <div class="acts">
          <FindBox label={words.filter} text={wish.text} />
        </div>
      </div>
      <StateLegend counts={counts} chosen={wish.state} />
      <div class={isOpen ? 'services with-check' : 'services'}>
        <div class="services-main">
          {counts.unknown === checks.length ? <AllUnknown /> : null}
          <div class="sheet scrolls">
            {shown.length === 0 ? (
              <NoCheckFits wish={wish} />
            ) : wall.rows.length === 1 ? (
              <CheckList row={wall.rows[0]} isAlone={hosts === 1} />
            ) : (
              <WallTable wall={wall} wish={wish} all={hosts} />
            )}
          </div>
          <div class="services-below">
            <CheckHistory round={round} host={hosts > 1 && wall.rows.length === 1 ? wall.rows[0]?.host : undefined} />
            <div class="services-aside">
              <CertificateList certificates={certificates} seconds={seconds} />
              <RestartList round={round} />
            </div>
          </div>
        </div>
        {isOpen ? <CheckSide host={host} check={check} checks={checks} round={round} /> : null}
      </div>
    </>
  )
}
