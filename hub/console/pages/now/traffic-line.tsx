import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { CHECK_WORDS as words } from '../../words/check-words.ts'
import { inPercent } from '../../words/sizes.ts'

const [HOUR, DAY] = [3600, 86_400]

/** How much traffic the hosts told in the last day, and how much of it failed; nothing where none tells it. */
export function TrafficLine(): JSX.Element | null {
  const { value: hour } = useComputed(() => Math.floor(now.value / 1000 / HOUR))
  const end = (hour + 1) * HOUR
  const span = { kind: 'traffic', from: String(end - DAY), until: String(end), limit: '1' }
  const { value } = useAnswer<TotalsAnswer>(`/api/v1/totals?${new URLSearchParams(span)}`).known.value
  if (value === undefined || value.hosts.length === 0) return null
  const sum = (name: string): number => {
    const at = value.numbers.indexOf(name)
    return value.points.reduce((all, { numbers }) => all + (numbers[at] ?? 0), 0)
  }
  const [requests, failed] = [sum('requests'), sum('status_5xx')]
  return (
    <li class="traffic-line">
      <span class="unseen-word unknown">{words.trafficTitle}</span>
      <div>
        <p>{words.traffic(requests, value.hosts.length)}</p>
        <p class="faint">
          {words.errors(inPercent(failed, requests))}{' '}
          <a class="link" href={pathTo('statistics')}>
            {words.statistics}
          </a>
        </p>
      </div>
    </li>
  )
}
