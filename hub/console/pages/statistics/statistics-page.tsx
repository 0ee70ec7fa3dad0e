import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { Loading } from '../../parts/loading.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Shown } from '../../parts/shown.tsx'
import { place } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { SECTION_WORDS } from '../../words/section-words.ts'
import { STATISTICS_WORDS as words } from '../../words/statistics-words.ts'
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
import { spanBefore, totalsPath, type TotalsSpan, totalsSpan, zoneOf } from './totals-span.ts'
import { NobodyTold, SomeUntold } from './untold.tsx'
import { type AskedTotals, useTotals } from './use-totals.ts'

/** What hosts counted: requests, mail, and the bytes of accounts. */
export function StatisticsPage(): JSX.Element {
  const round = useSignal(0)
  const query = place.value?.query ?? new URLSearchParams()
  const [wish, zone] = [statisticsWish(query), preferences.value.times]
  // Nothing moves under the hand: the time stays until it is counted again.
  const anchor = useMemo(() => Math.floor(Date.now() / 1000), [query.toString(), round.value])
  const span = totalsSpan(query, wish, anchor)
  const totals = useTotals(wish, span, wish.key)
  const before = useTotals(wish, spanBefore(span, wish), wish.key)
  useStatisticsKeys(() => (round.value += 1))
  useEffect(() => void (document.title = `${SECTION_WORDS.statistics[wish.tab]} · ${WORDS.brand}`), [wish.tab])
  const { answer, value } = totals
  const range = rangeWords(wish, span, zoneOf(wish, zone))
  return (
    <div class="page">
      <div class={answer.known.value.isOld ? 'lead stale' : 'lead'}>
        <div>
          {value?.kind !== wish.kind ? (
            <h1>{words.title}</h1>
          ) : (
            <StatisticsLead wish={wish} span={span} range={range} answer={value} before={before} />
          )}
        </div>
      </div>
      <Tabs wish={wish} query={query} />
      <StatisticsFilters wish={wish}>
        <>
          <span class="faint">
            {words.counted} <Moment time={anchor} />
          </span>
          <TotalsExport path={totalsPath(wish, span, wish.key)} answer={value} />
        </>
      </StatisticsFilters>
      <Shown answer={answer}>
        {() => <Counted wish={wish} span={span} totals={totals} before={before} anchor={anchor} />}
      </Shown>
      <AskHost wish={wish} />
    </div>
  )
}

interface CountedParts {
  readonly wish: StatisticsWish
  readonly span: TotalsSpan
  readonly totals: AskedTotals
  readonly before: AskedTotals
  /** When it was asked, in seconds. */
  readonly anchor: number
}

/** What was told of the time, or why there is nothing. */
function Counted({ wish, span, totals: { value, whole }, before, anchor }: CountedParts): JSX.Element {
  // What is shown in grey while another page is awaited belongs to that before it.
  if (value === undefined || whole === undefined || value.kind !== wish.kind) return <Loading />
  if (whole.hosts.length === 0) return <NobodyTold wish={wish} answer={whole} />
  const range = rangeWords(wish, span, zoneOf(wish, preferences.value.times))
  return (
    <>
      <SomeUntold wish={wish} answer={whole} />
      {value.keys.length === 0 ? (
        <NothingCounted wish={wish} range={range} hosts={whole.hosts.length} />
      ) : (
        <>
          <StatisticsCharts wish={wish} span={span} answer={value} anchor={anchor} />
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
  return (
    <nav class="tabs page-tabs" aria-label={words.title}>
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
