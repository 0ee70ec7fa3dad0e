import type { EventSeverity } from '../../../../lib/event/severity.ts'
import { kindsLabel, serviceLabel, SEVERITY_LABELS } from '../../words/kind-words.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'

/** What events are filtered for and out by. */
export type FilterName =
  | 'severity'
  | 'kind'
  | 'host'
  | 'mailbox'
  | 'ip'
  | 'service'
  | 'network'
  | 'recipient'
  | 'country'
  | 'as_number'

/** One filter of the query, as a chip shows it. */
export interface FilterTerm {
  /** Its name in the query: `not_host`. */
  readonly parameter: string
  readonly value: string
  readonly name: string
  readonly isNot: boolean
  readonly words: string
}

const NAMES: readonly FilterName[] = [
  'severity',
  'kind',
  'host',
  'mailbox',
  'ip',
  'service',
  'network',
  'recipient',
  'country',
  'as_number',
]
/** Those whose values stand in one list with commas; the others can stand there several times. */
const LISTED: ReadonlySet<string> = new Set(['kind', 'severity', 'service'].flatMap((name) => [name, `not_${name}`]))

/** Every parameter that filters, but for the time. */
const PARAMETERS: readonly string[] = ['min_severity', ...NAMES, ...NAMES.map((name) => `not_${name}`), 'q']

/** How long the ranges are that have a name, in seconds. */
export const RANGES = { '1h': 3600, '24h': 86_400, '7d': 7 * 86_400, '30d': 30 * 86_400, all: undefined } as const

/** The name of a range. */
export type RangeName = keyof typeof RANGES

/** Which range a query names; undefined if it names its ends instead. */
export function rangeOf(query: URLSearchParams): RangeName | undefined {
  if (query.has('from') || query.has('until')) return undefined
  const word = query.get('last') ?? '24h'
  return isRange(word) ? word : '24h'
}

function isRange(word: string): word is RangeName {
  return Object.hasOwn(RANGES, word)
}

/** The ends of what a query means, at a time; seconds since 1970. */
export function spanAt(query: URLSearchParams, now: number): { readonly from?: number; readonly until?: number } {
  const range = rangeOf(query)
  if (range !== undefined) {
    const length = RANGES[range]
    return length === undefined ? {} : { from: now - length }
  }
  const [from, until] = ['from', 'until'].map((name) => Number(query.get(name) ?? Number.NaN))
  return { ...(isTime(from) ? { from } : {}), ...(isTime(until) ? { until } : {}) }
}

/** The end of the year 9999, in seconds: what is later, no date can show. */
const LAST = 253_402_300_799

function isTime(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 && value <= LAST
}

/** What the API is asked: the filters of a query, and nothing else that stands in it. */
export function filtersIn(query: URLSearchParams): URLSearchParams {
  const filters = new URLSearchParams()
  for (const name of PARAMETERS) for (const value of query.getAll(name)) if (value !== '') filters.append(name, value)
  return filters
}

/** The same with the time. */
export function filtersAt(query: URLSearchParams, now: number): URLSearchParams {
  const filters = filtersIn(query)
  for (const [name, value] of Object.entries(spanAt(query, now))) filters.set(name, String(value))
  return filters
}

/** The filters as chips, in the order of the parameters. */
export function termsIn(query: URLSearchParams): readonly FilterTerm[] {
  return PARAMETERS.flatMap((parameter) =>
    query.getAll(parameter).flatMap((text) => {
      if (text === '') return []
      const values = LISTED.has(parameter) && parameter.startsWith('not_') ? text.split(',') : [text]
      return values.map((value) => termOf(parameter, value))
    }),
  )
}

function termOf(parameter: string, value: string): FilterTerm {
  const bare = parameter.replace(/^not_/, '')
  const { names, notRoutine, atLeast } = PAGE_WORDS.events
  const name = Object.entries(names).find(([key]) => key === bare)?.[1] ?? bare
  const isNot = parameter.startsWith('not_')
  if (parameter !== 'min_severity') return { parameter, value, name, isNot, words: wordsOfValue(bare, value) }
  return {
    parameter,
    value,
    name,
    isNot,
    words: value === 'low' ? notRoutine : atLeast(wordsOfValue('severity', value)),
  }
}

/** A value of a filter as people read it. */
export function wordsOfValue(name: string, value: string): string {
  if (name === 'kind') return kindsLabel(value)
  if (name === 'service') return value.split(',').map(serviceLabel).join(', ')
  if (name === 'as_number') return `AS${value}`
  if (name !== 'severity') return value
  return value
    .split(',')
    .map((word) => (isSeverityWord(word) ? SEVERITY_LABELS[word] : word))
    .join(', ')
}

function isSeverityWord(word: string): word is EventSeverity {
  return Object.hasOwn(SEVERITY_LABELS, word)
}

/** A query that shows only events with a value. */
export function filteredFor(query: URLSearchParams, name: FilterName, value: string): URLSearchParams {
  const next = withoutValue(query, `not_${name}`, value)
  next.set(name, value)
  if (name === 'severity') next.delete('min_severity')
  return next
}

/** A query that shows no events with a value. */
export function filteredOut(query: URLSearchParams, name: FilterName, value: string): URLSearchParams {
  const parameter = `not_${name}`
  const next = withoutValue(withoutValue(query, name, value), parameter, value)
  const before = next.get(parameter)
  if (!LISTED.has(parameter)) next.append(parameter, value)
  else next.set(parameter, before === null ? value : `${before},${value}`)
  return next
}

/** A query without one of its filters. */
export function withoutTerm(query: URLSearchParams, { parameter, value }: FilterTerm): URLSearchParams {
  return withoutValue(query, parameter, value)
}

/** A query without any filter; the time stays. */
export function withoutTerms(query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query)
  for (const name of PARAMETERS) next.delete(name)
  return next
}

/** How a value stands in a query: asked for, left out, or neither. */
export function standingOf(query: URLSearchParams, name: FilterName, value: string): 'in' | 'out' | undefined {
  if (valuesOf(query, name).includes(value)) return 'in'
  return valuesOf(query, `not_${name}`).includes(value) ? 'out' : undefined
}

/** The values of a parameter, each by itself. */
export function valuesOf(query: URLSearchParams, parameter: string): readonly string[] {
  const values = query.getAll(parameter)
  return LISTED.has(parameter) ? values.flatMap((text) => text.split(',')) : values
}

function withoutValue(query: URLSearchParams, parameter: string, value: string): URLSearchParams {
  const next = new URLSearchParams(query)
  const isAll = LISTED.has(parameter) && query.get(parameter) === value
  const left = isAll ? [] : valuesOf(query, parameter).filter((each) => each !== value)
  next.delete(parameter)
  if (LISTED.has(parameter)) {
    if (left.length > 0) next.set(parameter, left.join(','))
  } else for (const each of left) next.append(parameter, each)
  return next
}
