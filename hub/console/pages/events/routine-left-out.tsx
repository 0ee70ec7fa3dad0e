import type { JSX } from 'preact'
import type { FacetsAnswer } from '../../../contract/event-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { queried } from '../../state/navigator.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'

const { events } = PAGE_WORDS

/** How many routine events the filters leave out, if it is they that do, and the way to see them. */
export function RoutineLeftOut({ filters }: { readonly filters: URLSearchParams }): JSX.Element | null {
  const routine = new URLSearchParams(filters)
  routine.delete('min_severity')
  routine.set('severity', 'info')
  const isLeftOut = filters.get('min_severity') === 'low' && !filters.has('severity')
  const { value, isOld } = useAnswer<FacetsAnswer>(isLeftOut ? `/api/v1/facets?${routine}` : undefined).known.value
  if (value === undefined || isOld || value.total === 0) return null
  return (
    <span>
      <a class="link" href={queried({ min_severity: undefined })}>
        {events.routine(value.total, value.whole)}
      </a>
    </span>
  )
}
