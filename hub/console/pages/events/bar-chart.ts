import UPlot from 'uplot'
import { numeral, shortDay, shortTime } from '../../words/numbers.ts'
import type { Bars } from './bars.ts'
import { type ChartSpan, hatch, mark } from './chart-spans.ts'

/** Bars, each with what it is stacked on. */
type StackedBars = Pick<Bars, 'times' | 'width' | 'sums' | 'peak'>

interface Drawing {
  readonly zone: 'local' | 'utc'
  /** When nobody could tell, or not all. */
  readonly unseen: readonly ChartSpan[]
  /** When something was that the bars are beside. */
  readonly marked?: readonly ChartSpan[]
  /** What is said of the bar under the hand. */
  readonly titleOf: (index: number) => string
  /** The numbers beside the bars, from 0 to the top; if not given, only the highest. */
  readonly scale?: readonly number[]
  /** How a number beside the bars is written. */
  readonly words?: (value: number) => string
  /** Whether the days are named below the bars, not the hours; if not given, where a bar is longer than an hour. */
  readonly hasDays?: boolean
  /** In pixels. */
  readonly height?: number
  /** Called with the ends of the bar that was clicked, or of the part that was drawn over, in seconds. */
  readonly onChoose: (from: number, until: number) => void
}

const COLOURS = ['--c1', '--c2', '--c3', '--c4']

/** How high the chart is, how little of it is no choice, and how wide half of a name below it is, in pixels. */
const [HEIGHT, LEAST, EDGE] = [84, 4, 16]

/** Draws stacked bars into an element, and keeps to its width; returns what ends that. */
export function drawBars(element: HTMLElement, bars: StackedBars, drawing: Drawing): () => void {
  const { times, sums, width, peak } = bars
  const { height = HEIGHT, scale = [0, peak], unseen, marked = [], titleOf, onChoose } = drawing
  const size = (): { width: number; height: number } => ({ width: Math.max(200, element.clientWidth), height })
  const end = (times.at(-1) ?? 0) + width
  const [edge, ground, line] = ['--edge', '--mark', '--high'].map((name) => colourOf(element, name))
  // The highest sums first: each bar is drawn over the one that it is a part of.
  const order = sums.map((_, index) => sums.length - 1 - index)
  const chart = new UPlot(
    {
      ...size(),
      padding: [6, 0, 0, 0],
      // Days begin and end where they do in the zone.
      ...(drawing.zone === 'utc' ? { tzDate: (time: number) => UPlot.tzDate(new Date(time * 1000), 'Etc/UTC') } : {}),
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false, click: stopDragged } },
      scales: {
        x: { time: true, range: [times[0] ?? 0, end] },
        y: { range: [0, scale.at(-1) ?? peak] },
      },
      axes: axesOf(element, { ...drawing, scale, hasDays: drawing.hasDays ?? width >= 7200 }),
      series: [{}].concat(order.map((group) => seriesOf(colourOf(element, COLOURS[group] ?? '--c1')))),
      hooks: {
        drawClear: [
          (plot) => mark(plot, marked, [ground ?? '', line ?? '']),
          (plot) => hatch(plot, unseen, edge ?? ''),
        ],
        ready: [(plot) => plot.over.addEventListener('click', (event) => chooseBar(plot, bars, event, onChoose))],
        setSelect: [(plot) => choose(plot, onChoose)],
        setCursor: [({ cursor: { idx } }) => (element.title = typeof idx === 'number' ? titleOf(idx) : '')],
      },
    },
    [[...times], ...order.map((group) => sums[group]?.slice() ?? [])],
    element,
  )
  const watch = new ResizeObserver(() => chart.setSize(size()))
  watch.observe(element)
  return () => {
    watch.disconnect()
    chart.destroy()
  }
}

type AxesOf = Pick<Drawing, 'zone' | 'words'> & Required<Pick<Drawing, 'scale' | 'hasDays'>>

function axesOf(element: HTMLElement, { zone, scale, hasDays, words = numeral }: AxesOf): UPlot.Axis[] {
  const font = `11px ${getComputedStyle(element).fontFamily}`
  const axis = { stroke: colourOf(element, '--ink3'), font, gap: 4, ticks: { show: false } }
  const days: UPlot.Axis = {
    ...axis,
    size: 20,
    space: 90,
    grid: { show: false },
    // Half of a name has no room at the very end.
    values: (plot, splits) =>
      splits.map((time) => {
        if (plot.valToPos(time, 'x') > plot.bbox.width / devicePixelRatio - EDGE) return ''
        return hasDays ? shortDay(time, zone) : shortTime(time, zone)
      }),
  }
  const counts: UPlot.Axis = {
    ...axis,
    size: Math.max(38, 8 + 7 * Math.max(...scale.map((value) => words(value).length))),
    splits: () => [...scale],
    grid: { stroke: colourOf(element, '--line'), width: 1 },
    values: (_, splits) => splits.map((value) => (value === 0 ? '' : words(value))),
  }
  return [days, counts]
}

function seriesOf(fill: string): UPlot.Series {
  const paths = UPlot.paths.bars?.({ size: [1, Infinity, 1], align: 1, gap: 1 })
  return { fill, width: 0, points: { show: false }, ...(paths === undefined ? {} : { paths }) }
}

function choose(plot: UPlot, onChoose: Drawing['onChoose']): void {
  const { left, width } = plot.select
  if (width <= LEAST) return
  onChoose(Math.floor(plot.posToVal(left, 'x')), Math.ceil(plot.posToVal(left + width, 'x')))
}

/** Whoever drags does not click, but a hand that shakes does. */
function stopDragged({ select }: UPlot, event: MouseEvent): void {
  if (select.width > LEAST) event.stopImmediatePropagation()
}

function chooseBar(
  plot: UPlot,
  { times, width }: StackedBars,
  { offsetX }: MouseEvent,
  onChoose: Drawing['onChoose'],
): void {
  const at = plot.posToVal(offsetX, 'x')
  const time = times.findLast((each) => each <= at)
  if (time !== undefined) onChoose(time, time + width)
}

/** A token as a colour: a canvas knows no custom properties. */
function colourOf(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`
  const { color } = getComputedStyle(element)
  element.style.color = ''
  return color
}
