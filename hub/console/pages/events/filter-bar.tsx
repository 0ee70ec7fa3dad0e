import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ExportMenu } from '../../parts/export-menu.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Menu } from '../../parts/menu.tsx'
import { goTo, place, setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { prefer, preferences } from '../../state/preferences.ts'
import { EVENT_WORDS } from '../../words/event-words.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { EVENT_COLUMNS } from './event-columns.ts'
import { type FilterTerm, termsIn, withoutTerm } from './event-filters.ts'
import { RangePick } from './range-pick.tsx'

const { events } = PAGE_WORDS

interface FilterBarParts {
  /** What is exported: the filters with the time. */
  readonly filters: URLSearchParams
  /** Shows the facets where they have no column; absent where they have. */
  readonly onFacets?: (() => void) | undefined
}

/** The time, the filters, and what can be done with the list. */
export function FilterBar({ filters, onFacets }: FilterBarParts): JSX.Element {
  const query = place.value?.query ?? new URLSearchParams()
  return (
    <div class="chips">
      <RangePick query={query} />
      {onFacets === undefined ? null : (
        <button type="button" class="button small" onClick={onFacets}>
          <Icon name="filter" />
          {events.filters}
        </button>
      )}
      {termsIn(query).map((term) => (
        <Chip key={`${term.parameter} ${term.value}`} term={term} query={query} />
      ))}
      <SearchField />
      <span class="fill" />
      <ColumnMenu />
      <ExportMenu path="/api/v1/export" filters={filters} />
    </div>
  )
}

/** A filter, with the button that takes it away. */
function Chip({ term, query }: { readonly term: FilterTerm; readonly query: URLSearchParams }): JSX.Element {
  const { name, isNot, words } = term
  const isWord = words === events.notRoutine
  const text = `${name} ${isNot ? events.not : isWord ? '' : events.is} ${words}`
  return (
    <span class={isNot ? 'chip not' : 'chip'}>
      <span class="chip-name">{name}</span>
      <span class="chip-is">{isNot ? events.not : isWord ? '' : events.is}</span>
      <span class="chip-value" title={words}>
        {words}
      </span>
      <button
        type="button"
        title={`${events.remove(text)} (Backspace)`}
        aria-label={events.remove(text)}
        onClick={() => goTo(pathTo('events', {}, withoutTerm(query, term).toString()))}
      >
        ×
      </button>
    </span>
  )
}

/** A text that the events have to have. */
function SearchField(): JSX.Element {
  const typed = useSignal('')
  const submit = (event: Event): void => {
    event.preventDefault()
    const word = typed.value.trim()
    if (word.length < 2) return
    typed.value = ''
    setQuery({ q: word, event: undefined })
  }
  return (
    <form class="search" role="search" onSubmit={submit}>
      <input
        aria-label={events.searchHint}
        title={events.searchHint}
        placeholder={events.search}
        value={typed.value}
        minLength={2}
        maxLength={100}
        onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
      />
    </form>
  )
}

/** Which columns the table has. */
function ColumnMenu(): JSX.Element {
  const { hidden, folds } = preferences.value
  return (
    <Menu label={events.columns} style="button small desk">
      {EVENT_COLUMNS.filter(({ name }) => name !== 'kind').map(({ name, title }) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={!hidden.includes(name)}
            onChange={({ currentTarget }) => {
              const left = hidden.filter((each) => each !== name)
              prefer({ hidden: currentTarget.checked ? left : [...left, name] })
            }}
          />
          {title}
        </label>
      ))}
      <label title={`${EVENT_WORDS.folds} (z)`}>
        <input
          type="checkbox"
          checked={folds}
          onChange={({ currentTarget }) => prefer({ folds: currentTarget.checked })}
        />
        {EVENT_WORDS.folds}
      </label>
    </Menu>
  )
}
