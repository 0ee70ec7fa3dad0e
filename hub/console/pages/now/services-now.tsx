import type { JSX } from 'preact'
import { useMemo, useRef } from 'preact/hooks'
import type { ChecksAnswer, ShownCheck } from '../../../contract/check-contract.ts'
import { CheckMark } from '../../parts/check-mark.tsx'
import { Age } from '../../parts/moment.tsx'
import { Failed, useAnswer } from '../../parts/shown.tsx'
import { byCheckState, checkStateNow } from '../../state/check-state.ts'
import { useFollowed } from '../../state/followed.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { standing } from '../../state/standing.ts'
import { useUnmoved } from '../../state/unmoved.ts'
import { CHECK_WORDS as words } from '../../words/check-words.ts'
import { certificatesOf, daysUntil, type SeenCertificate } from '../services/certificates.ts'
import { TrafficLine } from './traffic-line.tsx'

/** How many checks and certificates stand here; the page of services has all. */
const [MOST, MOST_CERTIFICATES] = [5, 3]

/** Certificates that end within so many seconds. */
const SOON = 21 * 86_400

/** Which services are not as they should be, and what ends soon. */
export function ServicesNow(): JSX.Element | null {
  const { value } = standing.checks.known.value
  const end = useMemo(() => Math.floor(Date.now() / 1000) + SOON, [])
  const ending = useAnswer<ChecksAnswer>(`/api/v1/checks?ends_before=${end}&limit=500`)
  useFollowed(ending, 60_000)
  const list = useRef<HTMLUListElement>(null)
  const held = useUnmoved(value, list)
  if (held === undefined) return null
  const troubles = held.checks.toSorted(byCheckState)
  const certificates = certificatesOf(ending.known.value.value?.checks ?? [])
  return (
    <>
      <ul class="unseen-list" ref={list}>
        {troubles.slice(0, MOST).map((check) => (
          <TroubledCheck key={`${check.host} ${check.check}`} check={check} />
        ))}
        {troubles.length === 0 ? <AllWell counts={held.counts} /> : null}
        {certificates.slice(0, MOST_CERTIFICATES).map((certificate) => (
          <EndingCertificate key={`${certificate.of} ${certificate.ends}`} certificate={certificate} />
        ))}
        {troubles.length > MOST ? (
          <li class="unseen-more">
            <a class="link" href={pathTo('services')}>
              {words.more(troubles.length - MOST)}
            </a>
          </li>
        ) : null}
        <TrafficLine />
      </ul>
      <Failed answer={ending} />
    </>
  )
}

function AllWell({ counts }: Pick<ChecksAnswer, 'counts'>): JSX.Element {
  const { up, unknown } = counts
  return (
    <li class="all-well">
      <p>{unknown === 0 ? words.allUp(up) : words.allUpBut(up, unknown)}</p>
    </li>
  )
}

function TroubledCheck({ check: shown }: { readonly check: ShownCheck }): JSX.Element {
  const { host, check, finding, since } = shown
  const state = checkStateNow(shown)
  const href = pathTo('services', {}, new URLSearchParams({ host, check }).toString())
  return (
    <li>
      <span class={`unseen-word as-${state}`}>
        <CheckMark state={state} />
        {words.titles[state]}
      </span>
      <div>
        <p>
          <a class="named" href={href}>
            {check}
          </a>{' '}
          {words.on(host)} {words.for} <Age time={since} />.
        </p>
        <p class="faint">{finding}</p>
      </div>
    </li>
  )
}

function EndingCertificate({ certificate }: { readonly certificate: SeenCertificate }): JSX.Element {
  const { of, ends, checks } = certificate
  const days = daysUntil(ends, Math.floor(now.value / 60_000) * 60)
  const [first] = checks
  const { host = '', check = '' } = first ?? {}
  return (
    <li>
      <span class={`unseen-word ${days < 7 ? 'as-down' : days < 14 ? 'as-late' : 'unknown'}`}>{words.days(days)}</span>
      <div>
        <p>
          {words.certificateOf}{' '}
          <a class="named" href={pathTo('services', {}, new URLSearchParams({ host, check }).toString())}>
            {of}
          </a>{' '}
          {words.daysLeft(days)}.
        </p>
        <p class="faint">
          {words.names(
            checks.slice(0, 4).map((each) => each.check),
            checks.length - 4,
          )}
        </p>
      </div>
    </li>
  )
}
