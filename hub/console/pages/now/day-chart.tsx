import type { JSX } from 'preact'
import { preferences } from '../../state/preferences.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { numeral, shortTime } from '../../words/numbers.ts'
import { roundUp } from './round-up.ts'
import type { Silence } from './silences.ts'
import type { ChartedDay as Day, HourBar } from './usual.ts'

const { day: words } = NOW_WORDS

/** The drawing, in its own units: an hour is so wide, a bar in it, and the whole so high. */
const [HOUR, BAR, HEIGHT] = [10, 7, 60]

interface DayChartParts {
  readonly name: string
  readonly title: string
  readonly href: string
  readonly chart: Day
  readonly silences: readonly Silence[]
}

/**
 * A kind of events by the hour, above what is usual. Drawn as SVG by hand: two dozen bars without zoom or cursor are
 * smaller so than uPlot, which the pages with longer charts load, and there is nothing to wait for.
 */
export function DayChart({ name, title, href, chart, silences }: DayChartParts): JSX.Element {
  const { bars, total, usualTotal, peak, isUntold, toldDays } = chart
  const { times } = preferences.value
  const top = roundUp(peak)
  const y = (count: number): number => HEIGHT - (count / top) * HEIGHT
  const [first, middle] = [bars[0], bars[12]]
  const usual = isUntold ? words.none(toldDays) : usualTotal === undefined ? words.unknown : words.usually(usualTotal)
  const odd = bars.filter(({ isMore }) => isMore).length
  return (
    <div class="day-chart">
      <h3>
        <a href={href}>{title}</a>
      </h3>
      <p>
        {isUntold ? null : <b>{numeral(total)}</b>} <span class="faint">{usual}</span>
      </p>
      <div class="day-drawing">
        <span class="day-scale" aria-hidden="true">
          <span>{numeral(top)}</span>
          <span>0</span>
        </span>
        <svg
          viewBox={`0 0 ${24 * HOUR} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={words.says(title, total, usual, odd)}
        >
          <defs>
            <pattern
              id={`hatch-${name}`}
              width="4"
              height="4"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <path class="hatch-line" d="M0 0v4" />
            </pattern>
          </defs>
          <path class="day-axis" d={`M0 .5H${24 * HOUR}`} />
          {bars.map(({ time, usual: band }, at) =>
            band === undefined ? null : (
              <rect
                key={time}
                class="day-usual"
                x={at * HOUR}
                y={y(band.high)}
                width={HOUR}
                height={y(band.low) - y(band.high)}
              />
            ),
          )}
          {bars.map(({ time, count, isMore }, at) =>
            count === 0 ? null : (
              <rect
                key={time}
                class={isMore ? 'day-bar more' : 'day-bar'}
                x={at * HOUR + (HOUR - BAR) / 2}
                // One of many is still to be seen.
                y={Math.min(y(count), HEIGHT - 1.5)}
                width={BAR}
                height={Math.max(HEIGHT - y(count), 1.5)}
              />
            ),
          )}
          {spans(silences, bars).map(({ x, width }) => (
            <rect key={x} class="day-silent" x={x} y="0" width={width} height={HEIGHT} fill={`url(#hatch-${name})`} />
          ))}
          <path class="day-axis" d={`M0 ${HEIGHT - 0.5}H${24 * HOUR}`} />
          {bars.map((bar, at) => (
            <rect key={bar.time} class="day-hover" x={at * HOUR} y="0" width={HOUR} height={HEIGHT}>
              <title>{saying(bar, times)}</title>
            </rect>
          ))}
        </svg>
      </div>
      <div class="day-times" aria-hidden="true">
        <span>{first === undefined ? '' : shortTime(first.time, times)}</span>
        <span>{middle === undefined ? '' : shortTime(middle.time, times)}</span>
        <span>{words.now}</span>
      </div>
    </div>
  )
}

function saying({ time, count, usual }: HourBar, zone: 'local' | 'utc'): string {
  const says = words.bar(shortTime(time, zone), shortTime(time + 3600, zone), count)
  return usual === undefined ? says : `${says}, ${words.barUsual(usual.low, usual.high)}`
}

/** Where the hatch lies: the hours in which a host was silent, those side by side as one. */
function spans(silences: readonly Silence[], bars: readonly HourBar[]): readonly { x: number; width: number }[] {
  const isSilent = bars.map(({ time }) => silences.some(({ from, until }) => from < time + 3600 && until > time))
  return isSilent.flatMap((silent, at) => {
    if (!silent || isSilent[at - 1] === true) return []
    const end = isSilent.indexOf(false, at)
    return [{ x: at * HOUR, width: ((end === -1 ? isSilent.length : end) - at) * HOUR }]
  })
}
