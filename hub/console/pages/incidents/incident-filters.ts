import type { EventSeverity } from '../../../../lib/event/severity.ts'
import { INCIDENT_LIST_WORDS as words } from '../../words/incident-list-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import { SEVERITY_LABELS } from '../../words/kind-words.ts'
import type { IncidentOrder } from '../incident/list-neighbours.ts'

/** One filter of the query, as a chip shows it. */
export interface IncidentTerm {
  readonly parameter: string
  readonly name: string
  readonly words: string
}

/** Every parameter that filters, but for the state and the time. */
const PARAMETERS = [
  'kind',
  'min_severity',
  'host',
  'mailbox',
  'address',
  'subject',
  'label',
  'assignee',
  'assigned',
] as const

/** What a list can show by state: what is live, what has ended, or all. */
export const STATE_VIEWS = { live: 'open,contained', ended: 'resolved,dismissed', all: undefined } as const

/** The name of one of them. */
export type StateView = keyof typeof STATE_VIEWS

/** How far back something of an incident happened, in seconds. */
export const SINCE = { '24h': 86_400, '7d': 7 * 86_400, '30d': 30 * 86_400, any: undefined } as const

const ORDERS: readonly IncidentOrder[] = ['opened', 'updated', 'severity']

/** The order that a query names; the newest first if it names none. */
export function orderOf(query: URLSearchParams): IncidentOrder {
  return ORDERS.find((order) => order === query.get('order')) ?? 'opened'
}

/** Which states a query shows: what is live if it names none. */
export function stateView(query: URLSearchParams): StateView {
  const word = query.get('state')
  return word === 'ended' || word === 'all' ? word : 'live'
}

/** What the API is asked, at a time in seconds: the filters and the order of a query, and nothing else in it. */
export function listQuery(query: URLSearchParams, now: number): URLSearchParams {
  const asked = whichQuery(query, now)
  asked.set('order', orderOf(query))
  return asked
}

/** The same without the order. */
export function whichQuery(query: URLSearchParams, now: number): URLSearchParams {
  const asked = new URLSearchParams()
  const { [stateView(query)]: states } = STATE_VIEWS
  if (states !== undefined) asked.set('state', states)
  for (const name of PARAMETERS) {
    const value = query.get(name) ?? ''
    if (value !== '') asked.set(name, value)
  }
  const since = sinceOf(query)
  const { [since]: seconds } = SINCE
  if (seconds !== undefined) asked.set('from', String(now - seconds))
  return asked
}

/** How far back a query goes. */
export function sinceOf(query: URLSearchParams): keyof typeof SINCE {
  const word = query.get('since') ?? 'any'
  return word === '24h' || word === '7d' || word === '30d' ? word : 'any'
}

/** The filters as chips. */
export function incidentTerms(query: URLSearchParams): readonly IncidentTerm[] {
  return PARAMETERS.flatMap((parameter) => {
    const value = query.get(parameter) ?? ''
    return value === '' ? [] : [{ parameter, name: words.names[parameter], words: wordsOfTerm(parameter, value) }]
  })
}

/** All that narrows a list within its states: the filters, and how far back it goes. */
export function narrowingTerms(query: URLSearchParams): readonly IncidentTerm[] {
  const since = sinceOf(query)
  const terms = incidentTerms(query)
  return since === 'any' ? terms : [...terms, { parameter: 'since', name: words.since, words: words.spans[since] }]
}

function wordsOfTerm(parameter: (typeof PARAMETERS)[number], value: string): string {
  if (parameter === 'kind') return named(INCIDENT_WORDS.kinds, value)
  if (parameter === 'min_severity') return words.atLeast(isSeverity(value) ? SEVERITY_LABELS[value] : value)
  if (parameter === 'assigned') return value === 'no' ? words.nobody : words.somebody
  return value
}

function named(labels: Readonly<Record<string, string>>, value: string): string {
  return value
    .split(',')
    .map((word) => (Object.hasOwn(labels, word) ? labels[word] : word))
    .join(', ')
}

function isSeverity(word: string): word is EventSeverity {
  return Object.hasOwn(SEVERITY_LABELS, word)
}

/** A query without one of its filters; without all of them, and the time, if none is named. */
export function withoutIncidentTerm(query: URLSearchParams, parameter?: string): URLSearchParams {
  const next = new URLSearchParams(query)
  for (const name of parameter === undefined ? [...PARAMETERS, 'since'] : [parameter]) next.delete(name)
  return next
}
