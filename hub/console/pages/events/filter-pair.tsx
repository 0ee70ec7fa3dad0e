import type { JSX } from 'preact'
import { goTo, place } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { filteredFor, filteredOut, type FilterName, wordsOfValue } from './event-filters.ts'

interface Filtered {
  readonly name: FilterName
  readonly value: string
}

/** Shows only events with a value, or none of them. */
export function filterBy(way: 'for' | 'out', { name, value }: Filtered): void {
  const isHere = place.peek()?.page === 'events'
  const query = isHere ? (place.peek()?.query ?? new URLSearchParams()) : new URLSearchParams()
  const next = way === 'for' ? filteredFor(query, name, value) : filteredOut(query, name, value)
  next.delete('event')
  goTo(pathTo('events', {}, next.toString()))
}

/** The two buttons of a value: filter for it, filter it out. */
export function FilterPair({ name, value }: Filtered): JSX.Element {
  const { filterFor, filterOut } = PAGE_WORDS.events
  const words = wordsOfValue(name, value)
  const press = (way: 'for' | 'out') => (event: Event) => {
    event.stopPropagation()
    filterBy(way, { name, value })
  }
  return (
    <span class="both">
      <button type="button" title={`${filterFor(words)} (f)`} aria-label={filterFor(words)} onClick={press('for')}>
        +
      </button>
      <button type="button" title={`${filterOut(words)} (x)`} aria-label={filterOut(words)} onClick={press('out')}>
        −
      </button>
    </span>
  )
}
