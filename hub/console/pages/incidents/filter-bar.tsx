import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { FacetsAnswer } from '../../../contract/event-contract.ts'
import type { HostsAnswer } from '../../../contract/host-contract.ts'
import { ExportMenu } from '../../parts/export-menu.tsx'
import { Segments } from '../../parts/segments.tsx'
import { ask } from '../../state/ask.ts'
import { useKeys } from '../../state/keys.ts'
import { goTo, place, setQuery } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { refusalWords } from '../../state/refusal-words.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_LIST_WORDS as words } from '../../words/incident-list-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import { WORDS } from '../../words/words.ts'
import {
  type IncidentTerm,
  incidentTerms,
  orderOf,
  sinceOf,
  stateView,
  withoutIncidentTerm,
} from './incident-filters.ts'
import { Pick } from './pick.tsx'
import { meaningOf, type NamesAsked } from './typed-word.ts'

/** Which incidents: the state, what they are and concern, and in which order; `exported`: as the API is asked. */
export function IncidentFilters({ exported }: { readonly exported: URLSearchParams }): JSX.Element {
  const query = place.value?.query ?? new URLSearchParams()
  useKeys(WORDS.keys.here, [{ keys: 'Backspace', words: WORDS.keys.dropLast, run: dropLast }])
  const entries = <T extends string>(labels: Readonly<Record<T, string>>): [string, string][] => Object.entries(labels)
  return (
    <div class="chips incident-filters">
      <Segments
        label={words.state}
        choices={[
          ['live', words.views.live],
          ['ended', words.views.ended],
          ['all', words.views.all],
        ]}
        chosen={stateView(query)}
        onChoose={(view) => setQuery({ state: view === 'live' ? undefined : view })}
      />
      <Pick
        label={words.names.kind}
        value={query.get('kind') ?? ''}
        choices={[['', words.anyKind], ...entries(INCIDENT_WORDS.kinds)]}
        onPick={(kind) => setQuery({ kind: kind === '' ? undefined : kind })}
      />
      <SeverityPick query={query} />
      <WhosePick query={query} />
      <Pick
        label={words.since}
        value={sinceOf(query)}
        choices={entries(words.spans)}
        onPick={(since) => setQuery({ since: since === 'any' ? undefined : since })}
      />
      <Pick
        label={words.order}
        value={orderOf(query)}
        choices={entries(words.orders)}
        onPick={(order) => setQuery({ order: order === 'opened' ? undefined : order })}
      />
      {incidentTerms(query)
        .filter(({ parameter }) => CHIPPED.has(parameter))
        .map((term) => (
          <Chip key={term.parameter} term={term} query={query} />
        ))}
      <Search />
      <span class="fill" />
      <ExportMenu path="/api/v1/export/incidents" filters={exported} />
    </div>
  )
}

function dropLast(): void {
  const query = place.peek()?.query ?? new URLSearchParams()
  const last = incidentTerms(query).at(-1)
  if (last !== undefined) goTo(pathTo('incidents', {}, withoutIncidentTerm(query, last.parameter).toString()))
}

/** What no list offers. */
const CHIPPED: ReadonlySet<string> = new Set(['host', 'mailbox', 'address', 'subject', 'label', 'assignee'])

interface OfQuery {
  readonly query: URLSearchParams
}

function SeverityPick({ query }: OfQuery): JSX.Element {
  return (
    <Pick
      label={words.names.min_severity}
      value={query.get('min_severity') ?? ''}
      choices={[
        ['', words.anySeverity],
        ['medium', words.atLeast('Medium')],
        ['high', words.atLeast('High')],
        ['critical', 'Critical'],
      ]}
      onPick={(severity) => setQuery({ min_severity: severity === '' ? undefined : severity })}
    />
  )
}

/** Whose they are: mine, nobody's, or anybody's. Another name is a chip. */
function WhosePick({ query }: OfQuery): JSX.Element {
  const own = me.value?.name ?? ''
  const isMine = own !== '' && query.get('assignee') === own
  return (
    <Pick
      label={words.whose}
      value={isMine ? 'mine' : query.get('assigned') === 'no' ? 'no' : ''}
      choices={[
        ['', words.anybody],
        ['mine', words.mine],
        ['no', words.nobodys],
      ]}
      onPick={(whose) =>
        setQuery({ assignee: whose === 'mine' ? own : undefined, assigned: whose === 'no' ? 'no' : undefined })
      }
    />
  )
}

/** A filter, with the button that takes it away. */
function Chip({ term, query }: OfQuery & { readonly term: IncidentTerm }): JSX.Element {
  const { parameter, name, words: value } = term
  const text = `${name} ${words.is} ${value}`
  return (
    <span class="chip">
      <span class="chip-name">{name}</span>
      <span class="chip-is">{words.is}</span>
      <span class="chip-value" title={value}>
        {value}
      </span>
      <button
        type="button"
        title={`${words.remove(text)} (Backspace)`}
        aria-label={words.remove(text)}
        onClick={() => goTo(pathTo('incidents', {}, withoutIncidentTerm(query, parameter).toString()))}
      >
        ×
      </button>
    </span>
  )
}

const ASKED: NamesAsked = {
  hosts: () => ask<HostsAnswer>('/api/v1/hosts'),
  mailboxes: (query) => ask<FacetsAnswer>(`/api/v1/facets?${query}`),
}

/** What incidents concern, as somebody types it; what means nothing stays in the field, and is said beside it. */
function Search(): JSX.Element {
  const [typed, said] = [useSignal(''), useSignal('')]
  const look = async (word: string): Promise<void> => {
    const meaning = await meaningOf(word, ASKED, Math.floor(Date.now() / 1000))
    // Somebody types on, or is elsewhere by now.
    if (typed.peek().trim() !== word || place.peek()?.page !== 'incidents') return
    if ('names' in meaning) said.value = words.meansNoOne(word, meaning.names)
    else if ('problem' in meaning) said.value = refusalWords(meaning.problem)
    else {
      typed.value = ''
      if ('incident' in meaning) goTo(pathTo('incident', { id: meaning.incident }))
      else setQuery(meaning.filter)
    }
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    const word = typed.value.trim()
    if (word !== '') void look(word)
  }
  return (
    <form class="search" role="search" onSubmit={submit}>
      <input
        aria-label={words.search}
        placeholder={words.search}
        title={words.search}
        value={typed.value}
        maxLength={255}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value
          said.value = ''
        }}
      />
      <span class="faint" role="status">
        {said.value}
      </span>
    </form>
  )
}
