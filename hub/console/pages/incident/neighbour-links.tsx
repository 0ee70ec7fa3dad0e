import type { JSX } from 'preact'
import type { IncidentsAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { useKeys } from '../../state/keys.ts'
import { goTo, place } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { WORDS } from '../../words/words.ts'
import { listQuery, orderOf } from '../incidents/incident-filters.ts'
import { neighboursOf } from './list-neighbours.ts'

/** So far the list is looked at. */
const MOST = 200

/** The incidents before and after one in the list that it was opened from: the query has its filters. */
export function NeighbourLinks({ incident }: { readonly incident: ShownIncident }): JSX.Element {
  const query = place.value?.query ?? new URLSearchParams()
  const asked = listQuery(query, Math.floor(now.peek() / 60_000) * 60)
  const list = useAnswer<IncidentsAnswer>(`/api/v1/incidents?${asked}&limit=${MOST}`)
  const found = list.known.value.value?.incidents ?? []
  const { before, after } = neighboursOf(incident, found, orderOf(query))
  const href = (id: number): string => pathTo('incident', { id: String(id) }, query.toString())
  useKeys(WORDS.keys.here, [
    { keys: '[', words: words.keys.before, run: () => (before === undefined ? undefined : goTo(href(before))) },
    { keys: ']', words: words.keys.next, run: () => (after === undefined ? undefined : goTo(href(after))) },
  ])
  return (
    <span class="fill neighbours">
      <NeighbourLink href={before === undefined ? undefined : href(before)} sign="[" title={words.before} />
      <NeighbourLink href={after === undefined ? undefined : href(after)} sign="]" title={words.after} />
      <span class="desk">{words.neighbours}</span>
    </span>
  )
}

interface NeighbourParts {
  readonly href: string | undefined
  readonly sign: '[' | ']'
  readonly title: string
}

function NeighbourLink({ href, sign, title }: NeighbourParts): JSX.Element {
  if (href === undefined)
    return (
      <span class="neighbour-link" aria-hidden="true">
        <Sign of={sign} />
      </span>
    )
  return (
    <a class="neighbour-link" href={href} title={`${title} (${sign})`} aria-label={title}>
      <Sign of={sign} />
    </a>
  )
}

/** Its key; on a phone, which has no keys, an arrow. */
function Sign({ of: sign }: { readonly of: NeighbourParts['sign'] }): JSX.Element {
  return (
    <>
      <kbd>{sign}</kbd>
      <span class="neighbour-arrow">{sign === '[' ? '‹' : '›'}</span>
    </>
  )
}
