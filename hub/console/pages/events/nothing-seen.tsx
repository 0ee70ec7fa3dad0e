import type { JSX } from 'preact'
import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import type { FacetsAnswer } from '../../../contract/event-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { goTo, place, queried } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { numeral } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { type FilterTerm, filtersAt, rangeOf, termsIn, withoutTerm, withoutTerms } from './event-filters.ts'

const { states } = WORDS

/** How many filters are tried without. */
const MOST = 4

/** Why the table is empty: nothing fits the filters, nothing happened, or somebody could not look. */
export function NothingSeen({ anchor }: { readonly anchor: number }): JSX.Element | null {
  const coverage = useAnswer<CoverageAnswer>('/api/v1/coverage?limit=1000')
  const query = place.value?.query ?? new URLSearchParams()
  const terms = termsIn(query)
  const { value } = coverage.known.value
  if (value === undefined) return null
  const asked = query.get('host')
  const silent = value.hosts.filter((host) => host.silent && (asked === null || host.host === asked))
  const meant = asked === null ? Object.values(value.summary.hosts).reduce((sum, count) => sum + count, 0) : 1
  const longer =
    rangeOf(query) === '30d' ? undefined : (
      <a class="button small" href={queried({ last: '30d', from: undefined, until: undefined })}>
        {states.longer}
      </a>
    )
  if (silent.length > 0) {
    const names = silent.slice(0, 5).map(({ host }) => host)
    const acts = (
      <>
        {longer}
        <a class="link" href={pathTo('hosts')}>
          {states.whichHosts}
        </a>
      </>
    )
    return (
      <StateBox kind="cannotKnow" word={states.cannotKnow} title={states.noneSeen(silent.length)} acts={acts}>
        <p>
          <b>{names.join(', ')}</b> {silent.length === 1 ? states.isSilent : states.areSilent}
        </p>
        <p>{states.soIs(meant - silent.length, meant)}</p>
      </StateBox>
    )
  }
  if (terms.length > 0) return <NoMatch terms={terms} query={query} anchor={anchor} />
  return (
    <StateBox kind="empty" word={states.empty} title={states.nothingYet} acts={longer}>
      <p>{states.looked(meant)}</p>
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
  const [first] = terms
  const acts = (
    <>
      {first === undefined ? null : (
        <button
          type="button"
          class="button small"
          onClick={() => goTo(pathTo('events', {}, withoutTerm(query, terms.at(-1) ?? first).toString()))}
        >
          {states.drop(wordsOfTerm(terms.at(-1) ?? first))} <kbd>⌫</kbd>
        </button>
      )}
      <a class="button small quiet" href={pathTo('events', {}, withoutTerms(query).toString())}>
        {states.clear}
      </a>
    </>
  )
  return (
    <StateBox kind="noMatch" word={states.noMatch} title={states.nothingMatches} acts={acts}>
      {terms.slice(0, MOST).map((term) => (
        <Cost key={`${term.parameter} ${term.value}`} term={term} query={query} anchor={anchor} />
      ))}
    </StateBox>
  )
}

/** How many events there would be without a filter. */
function Cost({
  term,
  query,
  anchor,
}: { readonly term: FilterTerm } & Pick<NoMatchParts, 'query' | 'anchor'>): JSX.Element | null {
  const answer = useAnswer<FacetsAnswer>(`/api/v1/facets?${filtersAt(withoutTerm(query, term), anchor)}`)
  const { value } = answer.known.value
  if (value === undefined) return null
  return <p>{states.without(wordsOfTerm(term), `${numeral(value.total)}${value.whole ? '' : '+'}`)}</p>
}

function wordsOfTerm({ name, isNot, words }: FilterTerm): string {
  const { is, not } = PAGE_WORDS.events
  return `${name.toLowerCase()} ${isNot ? not : is} ${words}`
}
