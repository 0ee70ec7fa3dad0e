import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { FacetsAnswer } from '../../../contract/event-contract.ts'
import type { Answer } from '../../state/answer.ts'
import { place, setQuery } from '../../state/navigator.ts'
import { preferences } from '../../state/preferences.ts'
import { CHART_GROUPS } from '../../words/kind-words.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { type Bars, barsOf } from './bars.ts'

const { events } = PAGE_WORDS

interface HistogramParts {
  readonly answer: Answer<FacetsAnswer>
  readonly filters: URLSearchParams
  /** When it was filtered: the end of the chart if the filters name none. */
  readonly anchor: number
}

/** How many events there were when, by group; a bar that is clicked, or a part that is drawn over, is all that is seen then. */
export function Histogram({ answer, filters, anchor }: HistogramParts): JSX.Element {
  const { value, problem } = answer.known.value
  if (value === undefined && problem !== undefined) return <Uncounted />
  const bars = value === undefined ? undefined : barsOf(value, filters, anchor)
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
        <span class="fill">{value === undefined ? '' : events.fit(value.total, value.whole)}</span>
      </figcaption>
      <div
        class="chart"
        role="img"
        aria-label={bars === undefined ? events.chart : events.chartSays(bars.peak, bars.width)}
      >
        {bars === undefined ? null : <Chart bars={bars} />}
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
function Chart({ bars }: { readonly bars: Bars }): JSX.Element {
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
      if (!isGone && current !== null) end = drawBars(current, bars, { zone: times, onChoose })
    }
    draw().catch(() => (failed.value = true))
    return () => {
      isGone = true
      end()
    }
  }, [JSON.stringify(bars), times, theme])
  return <div class="canvas" ref={element} hidden={failed.value} />
}
