import type { JSX } from 'preact'
import type { EventsAnswer } from '../../../contract/event-contract.ts'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { isFailed } from '../../state/answer.ts'
import { preferences } from '../../state/preferences.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { numeral } from '../../words/numbers.ts'
import { inBytes } from '../../words/sizes.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import { useSilences } from '../events/use-silences.ts'
import { AlertKeys } from './alert-keys.tsx'
import { type AlertSpan, alertSpans, concerns, TRAFFIC_ALERT_KINDS } from './alert-spans.ts'
import { StatisticsChart, Swatch } from './statistics-chart.tsx'
import type { Measure, StatisticsWish } from './statistics-wish.ts'
import { totalsBars } from './totals-bars.ts'
import { measureWords, seriesOf } from './totals-columns.ts'
import { type TotalsSpan, zoneOf } from './totals-span.ts'

const { chart: words } = STATISTICS_WORDS

interface ChartsParts {
  readonly wish: StatisticsWish
  readonly span: TotalsSpan
  readonly answer: TotalsAnswer
  /** When it was asked, in seconds. */
  readonly anchor: number
  /** Whether what is filtered by may count in all others together where it was not among the most. */
  readonly isPartly: boolean
}

/** What was chosen when; and beside it what went wrong. */
export function StatisticsCharts({ wish, span, answer, anchor, isPartly }: ChartsParts): JSX.Element {
  const { alerts, isUnknown } = useAlerts(wish, span, answer.step)
  const silences = useLastingSilences(wish, span, anchor, answer)
  const beside = { traffic: 'errors', mail: 'failures', bandwidth: undefined } as const
  const shown = [wish.measure, beside[wish.tab]].filter((name) => name !== undefined)
  const isFirst = (name: string): boolean => name === wish.measure
  const silent = [...new Set(silences.map(({ host }) => host))]
  return (
    <div class={shown.length === 1 ? 'totals-charts' : 'totals-charts with-beside'}>
      {shown.map((name) => {
        const groups = seriesOf(name)
        const drawn = totalsBars(
          answer,
          span,
          (of) => groups.map((names) => names.reduce((sum, each) => sum + (of(each) ?? 0), 0)),
          anchor,
        )
        const its = alerts.filter(({ isOfErrors }) => isOfErrors === (name === 'errors'))
        return (
          <StatisticsChart
            key={name}
            title={words.titles[name]}
            drawn={drawn}
            names={groups.length === 1 ? [words.titles[name]] : words.services}
            words={isMeasure(name) ? measureWords(name) : numeral}
            isSize={isMeasure(name) && measureWords(name) === inBytes}
            silences={silences}
            zone={zoneOf(wish, preferences.value.times)}
            marked={its}
          >
            <>
              {isFirst(name) && silent.length > 0 ? (
                <Swatch style="hatched" words={NOW_WORDS.day.silent(silent, silent.length)} />
              ) : null}
              {isFirst(name) && isPartly ? <span class="faint">{words.partly}</span> : null}
              <AlertKeys alerts={its} span={span} host={wish.host} />
              {isFirst(name) && isUnknown ? <span class="faint">{STATISTICS_WORDS.alerts.failed}</span> : null}
            </>
          </StatisticsChart>
        )
      })}
    </div>
  )
}

function isMeasure(name: Measure | 'errors' | 'failures'): name is Measure {
  return name !== 'errors' && name !== 'failures'
}

/** The alerts of a time; only of requests there are any. */
function useAlerts(
  { tab, host, key }: StatisticsWish,
  { from, until }: TotalsSpan,
  moment: number,
): { readonly alerts: readonly AlertSpan[]; readonly isUnknown: boolean } {
  const query = new URLSearchParams({ kind: TRAFFIC_ALERT_KINDS, from: String(from), until: String(until) })
  if (host !== undefined) query.set('host', host)
  const answer = useAnswer<EventsAnswer>(tab === 'traffic' ? `/api/v1/events?${query}&limit=500` : undefined)
  const { value } = answer.known.value
  const spans = alertSpans(value?.events ?? [], { from, until, moment })
  // A hub that knows no such kinds has no such alerts: it refuses to look for them.
  return {
    alerts: spans.filter((span) => concerns(span, key)),
    isUnknown: isFailed(answer.known.value) && answer.known.value.problem?.fault !== 'asked',
  }
}

/**
 * Since when hosts are silent that told something in this time. What a host counted while it was silent it tells once it
 * is heard again, so silences that are over hide nothing.
 */
function useLastingSilences(
  { host }: StatisticsWish,
  { from, until }: TotalsSpan,
  anchor: number,
  { hosts }: TotalsAnswer,
): ReturnType<typeof useSilences> {
  const filters = new URLSearchParams({ from: String(from), until: String(Math.min(until, anchor)) })
  if (host !== undefined) filters.set('host', host)
  const silences = useSilences(filters, anchor)
  const told = new Set(hosts.map((each) => each.host))
  return silences.filter((silence) => silence.until >= anchor && told.has(silence.host))
}
