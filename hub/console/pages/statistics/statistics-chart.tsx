import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { setQuery } from '../../state/navigator.ts'
import { preferences } from '../../state/preferences.ts'
import { clockTime, shortDay } from '../../words/numbers.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import type { ChartSpan } from '../events/chart-spans.ts'
import { chartScale } from './chart-scale.ts'
import { PeriodList } from './period-list.tsx'
import { stacked, type TotalsBars } from './totals-bars.ts'

const { chart: words } = STATISTICS_WORDS

const DAY = 86_400

/** As high as the drawing in the style, in pixels. */
const HEIGHT = 168

interface ChartParts {
  readonly title: string
  readonly drawn: TotalsBars
  /** The names of the series, from below; one alone needs none. */
  readonly names: readonly string[]
  /** How an amount is written; sizes have a scale of their own. */
  readonly words: (value: number) => string
  readonly isSize: boolean
  /** When a host was silent, of which the sums know nothing. */
  readonly silences: readonly ChartSpan[]
  readonly marked: readonly ChartSpan[]
  /** In which its days and hours are. */
  readonly zone: 'local' | 'utc'
  /** What else the legend says. */
  readonly children?: JSX.Element | null
}

/** What was counted when: bars with a scale, hatched where nobody could tell, and the same as a list. */
export function StatisticsChart(parts: ChartParts): JSX.Element {
  const { title, drawn, names, children } = parts
  const sums = stacked(drawn.bars, names.length)
  const peak = Math.max(0, ...(sums.at(-1) ?? []))
  const untold = drawn.untold.reduce((sum, { from, until }) => sum + until - from, 0)
  return (
    <figure class="sheet totals-chart">
      <figcaption>
        <h2>{title}</h2>
        <span class="faint" title={words.choose}>
          {words.note(drawn.width)}
        </span>
        {names.length < 2 ? null : names.map((name, at) => <Swatch key={name} style={`s${at + 1}`} words={name} />)}
        {untold === 0 ? null : <Swatch style="hatched" words={words.untold} />}
        {children}
      </figcaption>
      <div class="totals-drawing" role="img" aria-label={words.says(title, parts.words(peak), drawn.width, untold)}>
        <Drawing parts={parts} sums={sums} peak={peak} />
      </div>
      <details class="totals-list">
        <summary>{words.list}</summary>
        <PeriodList title={title} drawn={drawn} names={names} words={parts.words} zone={parts.zone} />
      </details>
    </figure>
  )
}

/** What a mark of a chart means. */
export function Swatch({ style, words }: { readonly style: string; readonly words: string }): JSX.Element {
  return (
    <span class="chart-key">
      <i class={`swatch ${style}`} />
      {words}
    </span>
  )
}

interface DrawingParts {
  readonly parts: ChartParts
  readonly sums: readonly (readonly number[])[]
  readonly peak: number
}

/** Draws the bars by uPlot, which is loaded when the first chart is seen. */
function Drawing({ parts, sums, peak }: DrawingParts): JSX.Element {
  const element = useRef<HTMLDivElement>(null)
  const failed = useSignal(false)
  const { theme } = preferences.value
  const { drawn, silences, marked, words: write, isSize, zone } = parts
  useEffect(() => {
    let [end, isGone]: [() => void, boolean] = [() => undefined, false]
    const draw = async (): Promise<void> => {
      const { drawBars } = await import('../events/bar-chart.ts')
      const { current } = element
      if (isGone || current === null) return
      const times = drawn.bars.map(({ time }) => time)
      const scale = chartScale(peak, isSize)
      const bars = { times, width: drawn.width, sums, peak: scale.at(-1) ?? 1 }
      end = drawBars(current, bars, {
        zone,
        unseen: [...drawn.untold, ...silences],
        marked,
        scale,
        words: write,
        height: HEIGHT,
        hasDays: drawn.width >= DAY || (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * DAY,
        titleOf: (index) => titleOf(parts, index, zone),
        onChoose: (from, until) => setQuery({ from: String(from), until: String(until), last: undefined }),
      })
    }
    draw().catch(() => (failed.value = true))
    return () => {
      isGone = true
      end()
    }
  }, [JSON.stringify([drawn, silences, marked]), zone, theme])
  return <div class="canvas" ref={element} hidden={failed.value} />
}

/** What is said of a bar: what nobody told is not nothing. */
function titleOf({ drawn, names, words: write }: ChartParts, index: number, zone: 'local' | 'utc'): string {
  const bar = drawn.bars[index]
  if (bar === undefined) return ''
  const when = `${shortDay(bar.time, zone)}, ${clockTime(bar.time, zone)}`
  if (bar.values === undefined) return `${when}: ${words.untoldTitle}`
  const [only] = bar.values
  if (names.length < 2) return `${when}: ${write(only ?? 0)}`
  const each = names.map((name, at) => `${name} ${write(bar.values?.[at] ?? 0)}`)
  return `${when}: ${each.join(', ')}`
}
