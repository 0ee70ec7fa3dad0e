import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { Mark } from '../../parts/mark.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { HOSTS_WORDS } from '../../words/hosts-words.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { DayChart } from '../now/day-chart.tsx'
import { USUAL_DAYS } from '../now/usual.ts'
import { requestsOfDay } from './requests-of-day.ts'

const { traffic: words } = HOSTS_WORDS

const [HOUR, DAY] = [3600, 86_400]

/** The requests of a host by the hour, beside what is usual; and the way to all of its statistics. */
export function HostTraffic({ host }: { readonly host: string }): JSX.Element {
  // Asked anew when an hour begins.
  const { value: hour } = useComputed(() => Math.floor(now.value / 1000 / HOUR))
  const end = (hour + 1) * HOUR
  const asked = (from: number, until: number): string =>
    `/api/v1/totals?${new URLSearchParams({ kind: 'traffic', host, from: String(from), until: String(until) })}`
  const day = useAnswer<TotalsAnswer>(asked(end - DAY, end))
  const past = useAnswer<TotalsAnswer>(asked(end - (USUAL_DAYS + 1) * DAY, end - DAY))
  const href = pathTo('statistics', {}, new URLSearchParams({ host }).toString())
  return (
    <section aria-labelledby="host-traffic">
      <div class="heading">
        <h2 id="host-traffic">{words.heading}</h2>
        <a class="link fill" href={href}>
          {words.all}
        </a>
      </div>
      <div class="sheet spaced">
        <Shown answer={past}>
          {(before) => (
            <Shown answer={day}>
              {(last) =>
                last.points.length === 0 ? (
                  <p class="block faint">
                    <Mark name="unknown" /> {words.untold}{' '}
                    <a class="link" href={href}>
                      {words.how}
                    </a>
                  </p>
                ) : (
                  <Requests host={host} href={href} end={end} day={last} past={before} />
                )
              }
            </Shown>
          )}
        </Shown>
      </div>
    </section>
  )
}

interface RequestsParts {
  readonly host: string
  readonly href: string
  /** When the hour ends, in seconds. */
  readonly end: number
  readonly day: TotalsAnswer
  readonly past: TotalsAnswer
}

function Requests({ host, href, end, day, past }: RequestsParts): JSX.Element {
  const { chart, untold } = requestsOfDay({ day, past }, { end, now: Math.floor(now.peek() / 1000) })
  const { day: legend } = NOW_WORDS
  return (
    <>
      <DayChart
        name="requests"
        title={words.title}
        href={href}
        chart={chart}
        silences={untold.map((span) => ({ host, ...span }))}
      />
      <p class="day-legend">
        {chart.usualTotal === undefined ? null : <Key style="usual" says={legend.usual} />}
        {chart.bars.some(({ isMore }) => isMore) ? <Key style="s3" says={legend.more} /> : null}
        {untold.length === 0 ? null : <Key style="hatched" says={words.gap} />}
      </p>
    </>
  )
}

function Key({ style, says }: { readonly style: string; readonly says: string }): JSX.Element {
  return (
    <span>
      <i class={`swatch ${style}`} />
      {says}
    </span>
  )
}
