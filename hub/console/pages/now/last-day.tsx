import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { CountsAnswer, EventsAnswer } from '../../../contract/event-contract.ts'
import { Failed, Shown, useAnswer } from '../../parts/shown.tsx'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { standing } from '../../state/standing.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { DayChart } from './day-chart.tsx'
import { type Silence, silencesOf } from './silences.ts'
import { type ChartedDay as Day, dayChart, USUAL_DAYS } from './usual.ts'

const { day: words } = NOW_WORDS

/** What is drawn, by its kinds. Where no host tells each mail, its bursts stand in its place. */
const CHARTS = [
  ['failed', ['login_failed', 'login_deferred', 'login_locked_out']],
  ['places', ['login_new_place', 'login_new_country', 'login_new_provider']],
  [
    'changes',
    [
      'forward_added',
      'forward_found',
      'domain_forward_added',
      'default_address_changed',
      'filter_stored',
      'filter_enabled',
      'filter_found',
    ],
  ],
  ['mails', ['mail_submitted']],
  ['bursts', ['mail_burst', 'mail_limit_reached']],
] as const

const KINDS = CHARTS.flatMap(([, kinds]) => kinds).join(',')

const [HOUR, DAY] = [3600, 86_400]

/** How often the last hours are counted again, in milliseconds. */
const PAUSE = 60_000

/** The last 24 hours beside what is usual, in four charts. */
export function LastDay(): JSX.Element {
  // Drawn anew when an hour begins, not each second.
  const { value: hour } = useComputed(() => Math.floor(now.value / 1000 / HOUR))
  const end = (hour + 1) * HOUR
  const counted = (from: number, until: number): string => `/api/v1/counts?kind=${KINDS}&from=${from}&until=${until}`
  const day = useAnswer<CountsAnswer>(counted(end - DAY, end))
  const past = useAnswer<CountsAnswer>(counted(end - (USUAL_DAYS + 1) * DAY, end - DAY))
  const heard = useAnswer<EventsAnswer>(`/api/v1/events?kind=host_heard&from=${end - DAY}&limit=100`)
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden) return
      day.again()
      heard.again()
    }, PAUSE)
    return () => clearInterval(timer)
  }, [])
  const hosts = standing.coverage.known.value.value?.hosts ?? []
  const silences = silencesOf(hosts, heard.known.value.value?.events ?? [], { from: end - DAY, now: end })
  return (
    <section aria-labelledby="last-day-title">
      <div class="heading now-heading">
        <h2 id="last-day-title">{words.title}</h2>
        <span class="faint">{words.note}</span>
      </div>
      <div class="sheet">
        <Failed answer={heard} />
        <Shown answer={past}>
          {(before) => (
            <Shown answer={day}>
              {(last) => <Charts day={last} past={before} until={end - 1} silences={silences} />}
            </Shown>
          )}
        </Shown>
      </div>
    </section>
  )
}

interface ChartsParts {
  readonly day: CountsAnswer
  readonly past: CountsAnswer
  readonly until: number
  readonly silences: readonly Silence[]
}

function Charts({ day, past, until, silences }: ChartsParts): JSX.Element {
  const firstHour = past.counts[0]?.time
  const drawn = CHARTS.map(([name, kinds]) => ({
    name,
    kinds,
    chart: dayChart({ day: day.counts, past: past.counts }, kinds, { until, firstHour }),
  }))
  const isTold = (name: string): boolean => drawn.some((each) => each.name === name && !each.chart.isUntold)
  const left = isTold('mails') || !isTold('bursts') ? 'bursts' : 'mails'
  const shown = drawn.filter(({ name }) => name !== left)
  return (
    <>
      <div class="day-charts">
        {shown.map(({ name, kinds, chart }) => (
          <DayChart
            key={name}
            name={name}
            title={words.charts[name]}
            href={pathTo('events', {}, new URLSearchParams({ kind: kinds.join(','), last: '24h' }).toString())}
            chart={chart}
            silences={silences}
          />
        ))}
      </div>
      <Legend charts={shown.map(({ chart }) => chart)} silences={silences} />
    </>
  )
}

/** What the marks mean, as far as there are any. */
function Legend({ charts, silences }: { charts: readonly Day[]; silences: readonly Silence[] }): JSX.Element {
  const bars = charts.flatMap((chart) => chart.bars)
  const names = [...new Set(silences.map(({ host }) => host))]
  return (
    <p class="day-legend">
      {bars.some(({ usual }) => usual !== undefined) ? (
        <span>
          <i class="swatch usual" />
          {words.usual}
        </span>
      ) : null}
      {bars.some(({ isMore }) => isMore) ? (
        <span>
          <i class="swatch s3" />
          {words.more}
        </span>
      ) : null}
      {names.length > 0 ? (
        <span>
          <i class="swatch hatched" />
          {words.silent(names, names.length)}
        </span>
      ) : null}
    </p>
  )
}
