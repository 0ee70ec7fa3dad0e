import type { JSX } from 'preact'
import type { EventsAnswer } from '../../../contract/event-contract.ts'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { isFailed } from '../../state/answer.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { numeral } from '../../words/numbers.ts'
import { inBytes } from '../../words/sizes.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import { useSilences } from '../events/use-silences.ts'
import { AlertKeys } from './alert-keys.tsx'
import { type AlertSpan, alertSpans, concerns, TRAFFIC_ALERT_KINDS } from './alert-spans.ts'
import { StatisticsChart } from './statistics-chart.tsx'
import type { Measure, StatisticsWish } from './statistics-wish.ts'
import { totalsBars } from './totals-bars.ts'
import { measureWords, seriesOf } from './totals-columns.ts'
import type { TotalsSpan } from './totals-span.ts'

const { chart: words } = STATISTICS_WORDS

interface ChartsParts {
  readonly wish: StatisticsWish
  readonly span: TotalsSpan
  readonly answer: TotalsAnswer
  /** When it was asked, in seconds. */
  readonly anchor: number
}

/** What was chosen when; and beside it what went wrong. */
export function StatisticsCharts({ wish, span, answer, anchor }: ChartsParts): JSX.Element {
  const { alerts, isUnknown } = useAlerts(wish, span, answer.step)
  const silences = useShownSilences(wish, span, anchor, answer)
  const beside = { traffic: 'errors', mail: 'failures', bandwidth: undefined } as const
  const shown = [wish.measure, beside[wish.tab]].filter((name) => name !== undefined)
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
            marked={its}
          >
            <>
              {silent.length === 0 ? null : (
                <span class="chart-key">
                  <i class="swatch hatched" />
                  {NOW_WORDS.day.silent(silent, silent.length)}
                </span>
              )}
              <AlertKeys alerts={its} span={span} host={wish.host} />
              {isUnknown && name === wish.measure ? <span class="faint">{STATISTICS_WORDS.alerts.failed}</span> : null}
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
  return { alerts: spans.filter((span) => concerns(span, key)), isUnknown: isFailed(answer.known.value) }
}

/** When hosts were silent that are summed up here: with a label, those that told something. */
function useShownSilences(
  { host, label }: StatisticsWish,
  { from, until }: TotalsSpan,
  anchor: number,
  { hosts }: TotalsAnswer,
): ReturnType<typeof useSilences> {
  const filters = new URLSearchParams({ from: String(from), until: String(Math.min(until, anchor)) })
  if (host !== undefined) filters.set('host', host)
  const silences = useSilences(filters, anchor)
  const told = new Set(hosts.map((each) => each.host))
  return silences.filter((silence) => label === undefined || told.has(silence.host))
}
