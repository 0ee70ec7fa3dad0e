import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { place } from '../../state/navigator.ts'
import { filtersAt, filtersIn } from './event-filters.ts'

/** What is filtered, at which time: so that pages and counts speak of the same. */
interface FiltersAt {
  readonly filters: URLSearchParams
  readonly anchor: number
  /** The same, but when it was filtered first: what is heard goes on when the rest is asked anew. */
  readonly heard: string
  /** What is filtered, at whichever time. */
  readonly name: string
  readonly round: number
}

/** The filters of the page of events, for as long as it is shown. */
export class AskedFilters {
  readonly #round = signal(0)
  #last: FiltersAt | undefined

  readonly now: ReadonlySignal<FiltersAt> = computed(() => {
    const [here, round] = [place.value, this.#round.value]
    // The address of the next page comes before this one goes.
    const query = here?.page === 'events' ? here.query : undefined
    return (this.#last = filtersFrom(query, round, this.#last))
  })

  /** The same filters, at the present time. */
  renew(): void {
    this.#round.value += 1
  }
}

function filtersFrom(query: URLSearchParams | undefined, round: number, last: FiltersAt | undefined): FiltersAt {
  if (query === undefined && last !== undefined) return last
  const asked = query ?? new URLSearchParams()
  const name = `${filtersIn(asked)} ${asked.get('last')} ${asked.get('from')} ${asked.get('until')}`
  const isSame = last?.name === name
  if (isSame && last.round === round) return last
  const anchor = Math.floor(Date.now() / 1000)
  const filters = filtersAt(asked, anchor)
  return { filters, anchor, heard: isSame ? last.heard : filters.toString(), name, round }
}
