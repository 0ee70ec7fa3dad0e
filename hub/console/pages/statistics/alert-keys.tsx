import type { JSX } from 'preact'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { shortTime } from '../../words/numbers.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import { type AlertSpan, TRAFFIC_ALERT_KINDS } from './alert-spans.ts'
import type { TotalsSpan } from './totals-span.ts'

const { alerts: words } = STATISTICS_WORDS

/** How many are named. */
const MOST = 2

interface AlertKeysParts {
  readonly alerts: readonly AlertSpan[]
  readonly span: TotalsSpan
  readonly host: string | undefined
}

/** What the marked times of a chart are, with the way to the events that tell them. */
export function AlertKeys({ alerts, span, host }: AlertKeysParts): JSX.Element | null {
  if (alerts.length === 0) return null
  const { times } = preferences.value
  const query = new URLSearchParams({
    kind: TRAFFIC_ALERT_KINDS,
    from: String(span.from),
    until: String(span.until),
    ...(host === undefined ? {} : { host }),
  })
  const [shown, rest] = [alerts.slice(-MOST), Math.max(0, alerts.length - MOST)]
  return (
    <>
      {shown.map((alert) => (
        <a key={alert.from} class="chart-key link" href={hrefOf(alert, query)}>
          <i class="swatch alerted" />
          {words.span(whose(alert), shortTime(alert.from, times), shortTime(alert.until, times))}
        </a>
      ))}
      {rest === 0 ? null : (
        <a class="chart-key link" href={pathTo('events', {}, query.toString())}>
          {words.more(rest)}
        </a>
      )}
    </>
  )
}

function hrefOf({ event }: AlertSpan, query: URLSearchParams): string {
  const open = new URLSearchParams(query)
  if (event !== undefined) open.set('event', event)
  return pathTo('events', {}, open.toString())
}

function whose({ of }: AlertSpan): string {
  if (of === 'fleet') return words.fleet
  return 'vhost' in of ? of.vhost : of.host
}
