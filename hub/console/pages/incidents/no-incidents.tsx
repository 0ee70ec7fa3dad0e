import type { JSX } from 'preact'
import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import type { IncidentsAnswer } from '../../../contract/incident-contract.ts'
import { FilterCost } from '../../parts/filter-cost.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_LIST_WORDS as words } from '../../words/incident-list-words.ts'
import { atLeast, numeral } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'
import { NobodyLooks } from '../hosts/nobody-looks.tsx'
import { unseenOf } from '../now/headline.ts'
import { type IncidentTerm, listQuery, narrowingTerms, stateView, withoutIncidentTerm } from './incident-filters.ts'

const { states } = WORDS

/** So far it is counted what a filter costs. */
const MOST = 200

interface NoneParts {
  readonly query: URLSearchParams
  /** When the list was asked, in seconds. */
  readonly anchor: number
}

/** Why the list is empty: the filters, or nothing happened where somebody looked. */
export function NoIncidents({ query, anchor }: NoneParts): JSX.Element {
  const terms = narrowingTerms(query)
  if (terms.length === 0) return stateView(query) === 'live' ? <Quiet /> : <Never query={query} />
  const acts = (
    <a class="button small quiet" href={pathTo('incidents', {}, withoutIncidentTerm(query).toString())}>
      {states.clear}
    </a>
  )
  return (
    <StateBox kind="noMatch" word={states.noMatch} title={words.nothingMatches} acts={acts}>
      {terms.map((term) => (
        <Cost key={term.parameter} term={term} query={query} anchor={anchor} />
      ))}
    </StateBox>
  )
}

/** How many incidents there would be without a filter. */
function Cost({ term, query, anchor }: NoneParts & { readonly term: IncidentTerm }): JSX.Element | null {
  const without = withoutIncidentTerm(query, term.parameter)
  const asked = listQuery(without, anchor)
  const answer = useAnswer<IncidentsAnswer>(`/api/v1/incidents?${asked}&limit=${MOST}`)
  const { value } = answer.known.value
  if (value === undefined) return null
  const count = atLeast(value.incidents.length, value.next === null)
  const href = value.incidents.length === 0 ? undefined : pathTo('incidents', {}, without.toString())
  return <FilterCost what={termWords(term)} count={count} href={href} />
}

function termWords({ name, words: value }: IncidentTerm): string {
  return `${name.toLowerCase()} ${words.is} ${value}`
}

/** Nothing is open; that is only said of what is seen. */
function Quiet(): JSX.Element {
  const answer = useAnswer<CoverageAnswer>('/api/v1/coverage?limit=5')
  return <Shown answer={answer}>{(coverage) => <QuietWhere coverage={coverage} />}</Shown>
}

function QuietWhere({ coverage }: { readonly coverage: CoverageAnswer }): JSX.Element {
  const { count, all, names } = unseenOf(coverage)
  if (all === 0) return <NobodyLooks />
  const more = count > names.length ? ` + ${numeral(count - names.length)}` : ''
  if (count > 0)
    return (
      <StateBox kind="cannotKnow" word={states.cannotKnow} title={words.quiet} acts={<WhichHosts />}>
        <p>{words.quietUnseen(`${names.join(', ')}${more}`)}</p>
        <p>{words.quietSeen(all - count)}</p>
      </StateBox>
    )
  return (
    <StateBox kind="empty" word={states.empty} title={words.quiet}>
      <p>{words.quietSeen(all)}</p>
      <p>{words.neverHint}</p>
    </StateBox>
  )
}

function WhichHosts(): JSX.Element {
  return (
    <a class="link" href={pathTo('hosts')}>
      {states.whichHosts}
    </a>
  )
}

function Never({ query }: { readonly query: URLSearchParams }): JSX.Element {
  return (
    <StateBox kind="empty" word={states.empty} title={stateView(query) === 'ended' ? words.ended0 : words.neverAny}>
      <p>{words.neverHint}</p>
    </StateBox>
  )
}
