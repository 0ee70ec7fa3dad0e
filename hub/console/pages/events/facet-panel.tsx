import type { JSX } from 'preact'
import type { FacetsAnswer, FacetValue } from '../../../contract/event-contract.ts'
import { place } from '../../state/navigator.ts'
import { numeral } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { type FilterName, standingOf, valuesOf, wordsOfValue } from './event-filters.ts'
import { filterBy, FilterPair } from './filter-pair.tsx'

/** How many values of a facet are shown. */
const MOST = 6

const SEVERE_FIRST = ['critical', 'high', 'medium', 'low', 'info']

/** What the events that fit have in common, with how many have it. */
export function FacetPanel({ facets: { facets, total, whole } }: { readonly facets: FacetsAnswer }): JSX.Element {
  const { names, partly, noneToCount } = PAGE_WORDS.events
  const severity = facets.severity.toSorted((a, b) => SEVERE_FIRST.indexOf(a.value) - SEVERE_FIRST.indexOf(b.value))
  return (
    <div class="facets">
      {total === 0 ? <p class="facet-note">{noneToCount}</p> : null}
      <Facet name="severity" title={names.severity} values={severity} />
      <Facet name="kind" title={names.kind} values={facets.type} />
      <Facet name="host" title={names.host} values={facets.host} />
      <Facet name="mailbox" title={names.mailbox} values={facets.mailbox} />
      <Facet name="ip" title={names.ip} values={facets.ip} />
      <Facet name="service" title={names.service} values={facets.service} />
      {whole ? null : <p class="facet-note">{partly(total)}</p>}
    </div>
  )
}

interface FacetParts {
  readonly name: FilterName
  readonly title: string
  readonly values: readonly FacetValue[]
}

/** One facet: its commonest values, and those that are asked for without being there, or left out. */
function Facet({ name, title, values }: FacetParts): JSX.Element | null {
  const query = place.value?.query ?? new URLSearchParams()
  const absent = (parameter: string): readonly string[] =>
    valuesOf(query, parameter).filter((value) => !values.some((each) => each.value === value))
  const [missing, left] = [absent(name), absent(`not_${name}`)]
  const shown = [...values.slice(0, MOST), ...missing.map((value) => ({ value, count: 0 }))]
  if (shown.length + left.length === 0) return null
  const most = Math.max(...values.map(({ count }) => count), 1)
  const more =
    values.length > MOST ? PAGE_WORDS.events.topOf(MOST, ` of ${values.length}${values.length === 50 ? '+' : ''}`) : ''
  return (
    <section aria-label={title}>
      <h2>
        {title}
        <span>{more}</span>
      </h2>
      <ul>
        {shown.map(({ value, count }) => (
          <FacetRow key={value} name={name} value={value} count={count} share={count / most} />
        ))}
        {left.map((value) => (
          <FacetRow key={value} name={name} value={value} count={undefined} share={0} />
        ))}
      </ul>
    </section>
  )
}

interface FacetRowParts {
  readonly name: FilterName
  readonly value: string
  /** undefined: it is left out. */
  readonly count: number | undefined
  readonly share: number
}

/** A value with its count, which gives way to the buttons under the hand. */
function FacetRow({ name, value, count, share }: FacetRowParts): JSX.Element {
  const standing = standingOf(place.value?.query ?? new URLSearchParams(), name, value)
  const words = wordsOfValue(name, value)
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'f' && event.key !== 'x') return
    event.preventDefault()
    event.stopPropagation()
    filterBy(event.key === 'f' ? 'for' : 'out', { name, value })
  }
  return (
    <li class={`facet-value ${standing ?? ''}`} onKeyDown={press}>
      <button type="button" class="facet-name" title={words} onClick={() => filterBy('for', { name, value })}>
        {words}
      </button>
      <span class="facet-count">{count === undefined ? PAGE_WORDS.events.out : numeral(count)}</span>
      <FilterPair name={name} value={value} />
      <svg class="share" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
        <rect class="usual" width="100" height="2" />
        <rect class="bar" width={Math.max(share > 0 ? 2 : 0, share * 100)} height="2" />
      </svg>
    </li>
  )
}
