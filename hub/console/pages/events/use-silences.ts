import type { EventsAnswer } from '../../../contract/event-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import type { Asker } from '../../state/answer.ts'
import { standing } from '../../state/standing.ts'
import { type Silence, silencesOf } from '../now/silences.ts'

/** When the hosts were silent that the filters ask about. */
export function useSilences(filters: URLSearchParams, anchor: number, asker?: Asker<EventsAnswer>): readonly Silence[] {
  const [from, host, out] = [filters.get('from') ?? '0', filters.get('host'), filters.getAll('not_host')]
  const heard = useAnswer<EventsAnswer>(`/api/v1/events?kind=host_heard&from=${from}&limit=100`, asker).known.value
    .value
  const hosts = standing.coverage.known.value.value?.hosts ?? []
  const until = Number(filters.get('until') ?? anchor)
  return silencesOf(hosts, heard?.events ?? [], { from: Number(from), now: anchor }).filter(
    (silence) => (host === null || silence.host === host) && !out.includes(silence.host) && silence.from < until,
  )
}
