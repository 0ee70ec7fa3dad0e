import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { EventsAnswer, FacetsAnswer } from '../../../contract/event-contract.ts'
import type { Answer } from '../../state/answer.ts'
import { askAfter } from '../../state/ask-after.ts'
import { place, setQuery } from '../../state/navigator.ts'
import { painted } from '../../state/painted.ts'
import { preferences } from '../../state/preferences.ts'
import { CHART_GROUPS } from '../../words/kind-words.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { clockTime, numeral, shortDay } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import type { Silence } from '../now/silences.ts'
import { type Bars, barsOf } from './bars.ts'
import { RoutineLeftOut } from './routine-left-out.tsx'
import { useSilences } from './use-silences.ts'

const { events } = PAGE_WORDS

interface HistogramParts {
  readonly answer: Answer<FacetsAnswer>
  readonly filters: URLSearchParams
  /** When it was filtered: the end of the chart if the filters name none. */
  readonly anchor: number
}

/** How many events there were when, by group; a bar that is clicked, or a part that is drawn over, is all that is seen then. */
export function Histogram({ answer, filters, anchor }: HistogramParts): JSX.Element {
  const afterCounts = useMemo(() => askAfter<EventsAnswer>(answer, painted), [answer])
  const silences = useSilences(filters, anchor, afterCounts)
  const { value, problem } = answer.known.value
  if (value === undefined && problem !== undefined) return <Uncounted />
  const bars = value === undefined ? undefined : barsOf(value, filters, anchor)
  const silent = [...new Set(silences.map(({ host }) => host))]
  return (
    <figure class="histogram">
      <figcaption>
        {CHART_GROUPS.map((group, index) => (
          <span key={group}>
            <i class={`swatch s${index + 1}`} />
            {events.groups[group]}
          </span>
        ))}
        {value?.whole === false ? (
          <span>
            <i class="swatch hatched" />
            {events.unlooked}
          </span>
        ) : null}
        {silent.length === 0 ? null : (
          <span>
            <i class="swatch hatched" />
            {NOW_WORDS.day.silent(silent, silent.length)}
          </span>
        )}
        <span class="fill">{value === undefined ? '' : events.fit(value.total, value.whole)}</span>
        <RoutineLeftOut filters={filters} />
      </figcaption>
      <div
        class="chart"
        role="img"
        aria-label={bars === undefined ? events.chart : events.chartSays(bars.peak, bars.width)}
      >
        {bars === undefined ? null : <Chart bars={bars} silences={silences} />}
      </div>
    </figure>
  )
}

/** In the place of a chart that cannot be had: where nobody could count, there are no bars of nought. */
function Uncounted(): JSX.Element {
  return (
    <figure class="histogram">
      <figcaption>
        <span>
          <i class="swatch hatched" />
          {events.unlooked}
        </span>
      </figcaption>
      <div class="chart uncounted" />
    </figure>
  )
}

/** Draws the bars by uPlot, which is loaded when the first chart is seen. */
function Chart({ bars, silences }: { readonly bars: Bars; readonly silences: readonly Silence[] }): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const failed = useSignal(false)
  const { times, theme } = preferences.value
  useEffect(() => {
    let [end, isGone]: [() => void, boolean] = [() => undefined, false]
    const onChoose = (from: number, until: number): void => {
      const ends = { from: String(from), until: String(until) }
      const isShown = Object.entries(ends).every(([name, end]) => place.peek()?.query.get(name) === end)
      if (!isShown) setQuery({ ...ends, last: undefined })
    }
    const draw = async (): Promise<void> => {
      const { drawBars } = await import('./bar-chart.ts')
      const { current } = element
      const { uncountedUntil } = bars
      const uncounted = uncountedUntil === undefined ? [] : [{ from: 0, until: uncountedUntil }]
      const titleOf = (index: number): string => titleAt(index, bars, times)
      const drawing = { zone: times, unseen: [...silences, ...uncounted], titleOf, onChoose }
      if (!isGone && current !== null) end = drawBars(current, bars, drawing)
    }
    draw().catch(() => (failed.value = true))
    return () => {
      isGone = true
      end()
    }
  }, [JSON.stringify([bars, silences]), times, theme])
  return <div class="canvas" ref={element} hidden={failed.value} />
}

function titleAt(index: number, { times, sums }: Bars, zone: 'local' | 'utc'): string {
  const time = times[index]
  return time === undefined
    ? ''
    : `${shortDay(time, zone)}, ${clockTime(time, zone)}: ${numeral(sums.at(-1)?.[index] ?? 0)}`
}
