import { SECTION_WORDS } from '../../words/section-words.ts'
import { type RangeName, rangeOf } from '../events/event-filters.ts'

/** What is shown: requests, mail, or bytes of accounts. */
export type StatisticsTab = keyof typeof SECTION_WORDS.statistics

/** What bars and the order of tables are made of. */
export type Measure = 'requests' | 'bytes' | 'recipients' | 'messages' | 'total'

/** What can be chosen on each page; the first is what is shown without a choice. */
export const MEASURES: Readonly<Record<StatisticsTab, readonly [Measure, ...Measure[]]>> = {
  traffic: ['requests', 'bytes'],
  mail: ['recipients', 'messages', 'bytes'],
  bandwidth: ['total'],
}

/** All pages, in their order. */
export const STATISTICS_TABS = Object.keys(SECTION_WORDS.statistics).filter(isTab)

/** What the query of the page wants. */
export interface StatisticsWish {
  readonly tab: StatisticsTab
  /** What is asked of the API. */
  readonly kind: 'traffic' | 'mail' | 'senders' | 'bandwidth'
  readonly measure: Measure
  readonly host: string | undefined
  readonly label: string | undefined
  /** A virtual host, account or sender. */
  readonly key: string | undefined
  readonly range: RangeName | undefined
}

function isTab(word: string): word is StatisticsTab {
  return Object.hasOwn(SECTION_WORDS.statistics, word)
}

/** What a query wants; what it does not say, or says wrong, is what is usual. */
export function statisticsWish(query: URLSearchParams): StatisticsWish {
  const show = query.get('show') ?? ''
  const tab = isTab(show) ? show : 'traffic'
  const by = query.get('by')
  const text = (name: string): string | undefined => query.get(name) ?? undefined
  return {
    tab,
    kind: tab === 'mail' && query.get('of') === 'senders' ? 'senders' : tab,
    measure: MEASURES[tab].find((each) => each === by) ?? MEASURES[tab][0],
    host: text('host'),
    label: text('label'),
    key: text('key'),
    range: rangeOf(query),
  }
}

/** The query of another page with the same hosts; days want a longer time than hours. */
export function queryOfTab(query: URLSearchParams, tab: StatisticsTab): URLSearchParams {
  const before = statisticsWish(query).tab
  const next = new URLSearchParams(tab === 'traffic' ? {} : { show: tab })
  const hasDays = (each: StatisticsTab): boolean => each === 'bandwidth'
  const kept = hasDays(before) === hasDays(tab) ? ['host', 'label', 'last', 'from', 'until'] : ['host', 'label']
  for (const name of kept) for (const value of query.getAll(name)) next.append(name, value)
  if (hasDays(tab) && !hasDays(before)) next.set('last', '30d')
  return next
}

/** The filters in their order, as names of the query. */
export const STATISTICS_FILTERS = ['host', 'label', 'key'] as const
