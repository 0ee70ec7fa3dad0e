import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { useCurrentInView } from '../../parts/current-in-view.ts'
import { Loading } from '../../parts/loading.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Failed } from '../../parts/shown.tsx'
import { place } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { SECTION_WORDS } from '../../words/section-words.ts'
import { type RangeWords, STATISTICS_WORDS as words } from '../../words/statistics-words.ts'
import { WORDS } from '../../words/words.ts'
import { AskHost } from './ask-host.tsx'
import { NothingCounted } from './nothing-counted.tsx'
import { rangeWords } from './range-words.ts'
import { StatisticsCharts } from './statistics-charts.tsx'
import { StatisticsFilters } from './statistics-filters.tsx'
import { useStatisticsKeys } from './statistics-keys.ts'
import { StatisticsLead } from './statistics-lead.tsx'
import { StatisticsTables } from './statistics-tables.tsx'
import { queryOfTab, STATISTICS_TABS, statisticsWish, type StatisticsWish } from './statistics-wish.ts'
import { TotalsExport } from './totals-export.tsx'
import { isNamed } from './totals-rows.ts'
import { spanBefore, totalsPath, type TotalsSpan, totalsSpan, zoneOf } from './totals-span.ts'
import { NobodyTold, SomeUntold } from './untold.tsx'
import { type AskedTotals, useTotals } from './use-totals.ts'

/** What a page asked, and what was answered. */
interface Counted {
  readonly wish: StatisticsWish
  readonly span: TotalsSpan
  readonly range: RangeWords
  readonly totals: AskedTotals
  readonly before: AskedTotals
  /** When it was asked, in seconds. */
  readonly anchor: number
}

/** What hosts counted: requests, mail, and the bytes of accounts. */
export function StatisticsPage(): JSX.Element {
  const round = useSignal(0)
  const query = place.value?.query ?? new URLSearchParams()
  const wish = statisticsWish(query)
  // Nothing moves under the hand: the time stays until it is counted again.
  const anchor = useMemo(() => Math.floor(Date.now() / 1000), [query.toString(), round.value])
  const asked = useCounted(query, wish, anchor)
  // Until all of it is answered what was before stays in grey, with its own words.
  const held = useRef(asked)
  if (!asked.totals.isAwaited && !asked.before.isAwaited) held.current = asked
  const { value } = held.current.totals
  useStatisticsKeys(() => (round.value += 1))
  useEffect(() => void (document.title = `${SECTION_WORDS.statistics[wish.tab]} · ${WORDS.brand}`), [wish.tab])
  const isStale = held.current !== asked && value !== undefined
  return (
    <div class="page">
      <div class={isStale ? 'lead stale grey' : 'lead'}>
        <div>{value === undefined ? <h1>{words.title}</h1> : <StatisticsLead {...held.current} answer={value} />}</div>
      </div>
      <Tabs wish={wish} query={query} />
      <StatisticsFilters wish={wish}>
        <>
          {value === undefined ? null : (
            <span class="faint">
              {words.counted} <Moment time={held.current.anchor} />
            </span>
          )}
          <TotalsExport path={totalsPath(wish, asked.span, wish.key)} answer={value} />
        </>
      </StatisticsFilters>
      <Failed answer={asked.totals.answer} />
      {value === undefined ? (
        asked.totals.isAwaited ? (
          <Loading />
        ) : null
      ) : (
        <div class={isStale ? 'shown stale grey' : 'shown'} aria-busy={isStale}>
          <Told {...held.current} value={value} />
        </div>
      )}
      <AskHost wish={wish} />
    </div>
  )
}

function useCounted(query: URLSearchParams, wish: StatisticsWish, anchor: number): Counted {
  const span = totalsSpan(query, wish, anchor)
  const range = rangeWords(wish, span, zoneOf(wish, preferences.value.times))
  const totals = useTotals(wish, span, wish.key)
  const before = useTotals(wish, spanBefore(span, wish), wish.key)
  return { wish, span, range, totals, before, anchor }
}

interface ToldParts extends Counted {
  readonly value: TotalsAnswer
}

/** What was told of the time, or why there is nothing. */
function Told({ wish, span, range, totals, before, anchor, value }: ToldParts): JSX.Element {
  const whole = totals.whole ?? value
  if (whole.hosts.length === 0) return <NobodyTold wish={wish} answer={whole} />
  const isPartly = wish.key !== undefined && whole.keys.some(({ key }) => !isNamed(key))
  return (
    <>
      <SomeUntold wish={wish} answer={whole} />
      {value.keys.length === 0 ? (
        <NothingCounted wish={wish} range={range} hosts={whole.hosts.length} />
      ) : (
        <>
          <StatisticsCharts wish={wish} span={span} answer={value} anchor={anchor} isPartly={isPartly} />
          <StatisticsTables wish={wish} range={range} answer={value} before={before.value} />
        </>
      )}
    </>
  )
}

interface TabsParts {
  readonly wish: StatisticsWish
  readonly query: URLSearchParams
}

function Tabs({ wish, query }: TabsParts): JSX.Element {
  const nav = useCurrentInView(wish.tab)
  return (
    <nav class="tabs page-tabs" aria-label={words.title} ref={nav}>
      {STATISTICS_TABS.map((tab, index) => (
        <a
          key={tab}
          href={pathTo('statistics', {}, queryOfTab(query, tab).toString())}
          title={`${SECTION_WORDS.statistics[tab]} (${index + 1})`}
          aria-current={tab === wish.tab ? 'page' : undefined}
        >
          {SECTION_WORDS.statistics[tab]}
        </a>
      ))}
    </nav>
  )
}
