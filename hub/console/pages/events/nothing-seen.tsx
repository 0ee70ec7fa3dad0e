import type { JSX } from 'preact'
import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import type { EventsAnswer, FacetsAnswer } from '../../../contract/event-contract.ts'
import { FilterCost } from '../../parts/filter-cost.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { place, queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { DOUBT_WORDS as words } from '../../words/doubt-words.ts'
import { atLeast } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { NobodyLooks } from '../hosts/nobody-looks.tsx'
import { DoubtLines } from './doubt-lines.tsx'
import { type Doubts, doubtsOf, OVER_KINDS } from './doubts.ts'
import {
  type FilterTerm,
  filtersAt,
  filtersIn,
  rangeOf,
  spanAt,
  termsIn,
  withoutTerm,
  withoutTerms,
} from './event-filters.ts'

const { states } = WORDS

/** What is over can have been told at any time since. */
const END = 253_402_300_799

/** How many filters are tried without. */
const MOST = 4

/** Why the table is empty: nothing fits the filters, nothing happened, or somebody could not look. */
export function NothingSeen({ anchor }: { readonly anchor: number }): JSX.Element {
  const query = place.value?.query ?? new URLSearchParams()
  const span = spanAt(query, anchor)
  const coverage = useAnswer<CoverageAnswer>(`/api/v1/coverage?${meant(query, ['host', 'kind'])}&limit=1000`)
  const from = span.from === undefined ? '' : `&from=${span.from}`
  const over = useAnswer<EventsAnswer>(
    `/api/v1/events?${meant(query, ['host'])}&kind=${OVER_KINDS}${from}&until=${END}&limit=1000`,
  )
  return (
    <Shown answer={coverage}>
      {({ hosts, summary }) => (
        <Shown answer={over}>
          {({ events }) => (
            <Why
              doubts={doubtsOf(hosts, events, span, query.getAll('not_host'))}
              all={Object.values(summary.hosts).reduce((sum, count) => sum + count, 0)}
              query={query}
              anchor={anchor}
            />
          )}
        </Shown>
      )}
    </Shown>
  )
}

/** These filters of a query, as the API is asked for them. */
function meant(query: URLSearchParams, names: readonly string[]): URLSearchParams {
  return new URLSearchParams([...filtersIn(query)].filter(([name]) => names.includes(name)))
}

interface WhyParts {
  readonly doubts: Doubts
  /** How many hosts are meant. */
  readonly all: number
  readonly query: URLSearchParams
  readonly anchor: number
}

function Why({ doubts, all, query, anchor }: WhyParts): JSX.Element {
  const terms = termsIn(query)
  const longer =
    rangeOf(query) === '30d' ? undefined : (
      <a class="button small" href={queried({ last: '30d', from: undefined, until: undefined })}>
        {states.longer}
      </a>
    )
  if (all === 0) return <NobodyLooks isOne={query.has('host')} />
  const count = [...doubts.values()].reduce((sum, names) => sum + names.length, 0)
  if (count > 0) {
    const acts = (
      <>
        {longer}
        <a class="link" href={pathTo('hosts')}>
          {states.whichHosts}
        </a>
      </>
    )
    return (
      <StateBox kind="cannotKnow" word={states.cannotKnow} title={words.none(count)} acts={acts}>
        <DoubtLines doubts={doubts} />
        <p>{states.soIs(Math.max(0, all - count), Math.max(all, count))}</p>
        <Costs terms={terms} query={query} anchor={anchor} />
      </StateBox>
    )
  }
  if (terms.length > 0) return <NoMatch terms={terms} query={query} anchor={anchor} />
  return (
    <StateBox kind="empty" word={states.empty} title={states.nothingYet} acts={longer}>
      <p>{states.looked(all)}</p>
    </StateBox>
  )
}

interface NoMatchParts {
  readonly terms: readonly FilterTerm[]
  readonly query: URLSearchParams
  readonly anchor: number
}

/** Filters that leave nothing, and what each of them costs. */
function NoMatch({ terms, query, anchor }: NoMatchParts): JSX.Element {
  const acts = (
    <a class="button small quiet" href={pathTo('events', {}, withoutTerms(query).toString())}>
      {states.clear}
    </a>
  )
  return (
    <StateBox kind="noMatch" word={states.noMatch} title={states.nothingMatches} acts={acts}>
      <Costs terms={terms} query={query} anchor={anchor} />
    </StateBox>
  )
}

function Costs({ terms, query, anchor }: NoMatchParts): JSX.Element {
  return (
    <>
      {terms.slice(0, MOST).map((term) => (
        <Cost key={`${term.parameter} ${term.value}`} term={term} query={query} anchor={anchor} />
      ))}
    </>
  )
}

/** How many events there would be without a filter. */
function Cost({
  term,
  query,
  anchor,
}: { readonly term: FilterTerm } & Pick<NoMatchParts, 'query' | 'anchor'>): JSX.Element | null {
  const without = withoutTerm(query, term)
  const answer = useAnswer<FacetsAnswer>(`/api/v1/facets?${filtersAt(without, anchor)}`)
  const { value } = answer.known.value
  if (value === undefined) return null
  const count = atLeast(value.total, value.whole)
  const href = value.total === 0 ? undefined : pathTo('events', {}, without.toString())
  return <FilterCost what={wordsOfTerm(term)} count={count} href={href} />
}

function wordsOfTerm({ name, isNot, words }: FilterTerm): string {
  const { is, not } = PAGE_WORDS.events
  return `${name.toLowerCase()} ${isNot ? not : is} ${words}`
}
