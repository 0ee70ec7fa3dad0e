import UPlot from 'uplot'
import { clockTime, numeral, shortDay, shortTime } from '../../words/numbers.ts'
import type { Silence } from '../now/silences.ts'
import type { Bars } from './bars.ts'

interface Drawing {
  readonly zone: 'local' | 'utc'
  /** When hosts that it is about were silent. */
  readonly silences: readonly Silence[]
  /** Called with the ends of the bar that was clicked, or of the part that was drawn over, in seconds. */
  readonly onChoose: (from: number, until: number) => void
}

const COLOURS = ['--c1', '--c2', '--c3', '--c4']

/** How high the chart is, and how little of it is no choice, in pixels. */
const [HEIGHT, LEAST] = [84, 4]

/** Draws stacked bars into an element, and keeps to its width; returns what ends that. */
export function drawBars(element: HTMLElement, bars: Bars, drawing: Drawing): () => void {
  const { times, sums, width, peak, uncountedUntil } = bars
  const { zone, onChoose, silences } = drawing
  const unseen = [...silences, ...(uncountedUntil === undefined ? [] : [{ from: 0, until: uncountedUntil }])]
  const size = (): { width: number; height: number } => ({ width: Math.max(200, element.clientWidth), height: HEIGHT })
  // The highest sums first: each bar is drawn over the one that it is a part of.
  const order = sums.map((_, index) => sums.length - 1 - index)
  const chart = new UPlot(
    {
      ...size(),
      padding: [6, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false, click: stopDragged } },
      scales: {
        x: { time: true, range: [times[0] ?? 0, (times.at(-1) ?? 0) + width] },
        y: { range: [0, peak] },
      },
      axes: axesOf(element, bars, zone),
      series: [{}].concat(order.map((group) => seriesOf(colourOf(element, COLOURS[group] ?? '--c1')))),
      hooks: {
        drawClear: [(plot) => hatch(plot, unseen, colourOf(element, '--edge'))],
        ready: [(plot) => plot.over.addEventListener('click', (event) => chooseBar(plot, bars, event, onChoose))],
        setSelect: [(plot) => choose(plot, onChoose)],
        setCursor: [(plot) => (element.title = titleAt(plot.cursor.idx, bars, zone))],
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

function axesOf(element: HTMLElement, { width, peak }: Bars, zone: Drawing['zone']): UPlot.Axis[] {
  const font = `11px ${getComputedStyle(element).fontFamily}`
  const axis = { stroke: colourOf(element, '--ink3'), font, gap: 4, ticks: { show: false } }
  const days: UPlot.Axis = {
    ...axis,
    size: 20,
    space: 90,
    grid: { show: false },
    values: (_, splits) => splits.map((time) => (width >= 7200 ? shortDay(time, zone) : shortTime(time, zone))),
  }
  const counts: UPlot.Axis = {
    ...axis,
    size: 38,
    splits: () => [0, peak],
    grid: { stroke: colourOf(element, '--line'), width: 1 },
    values: (_, splits) => splits.map((value) => (value === 0 ? '' : numeral(value))),
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

function chooseBar(plot: UPlot, { times, width }: Bars, { offsetX }: MouseEvent, onChoose: Drawing['onChoose']): void {
  const at = plot.posToVal(offsetX, 'x')
  const time = times.findLast((each) => each <= at)
  if (time !== undefined) onChoose(time, time + width)
}

function titleAt(index: number | null | undefined, { times, sums }: Bars, zone: Drawing['zone']): string {
  const time = index === null || index === undefined ? undefined : times[index]
  if (time === undefined) return ''
  return `${shortDay(time, zone)}, ${clockTime(time, zone)}: ${numeral(sums.at(-1)?.[index ?? 0] ?? 0)}`
}

/** Draws diagonals where nothing was counted, or a host could not tell: that is not the same as nothing. */
function hatch(plot: UPlot, spans: readonly Pick<Silence, 'from' | 'until'>[], colour: string): void {
  const { ctx, bbox } = plot
  const end = bbox.left + bbox.width
  ctx.save()
  ctx.beginPath()
  for (const { from, until } of spans) {
    const [left, right] = [from, until].map((time) =>
      Math.max(bbox.left, Math.min(end, plot.valToPos(time, 'x', true))),
    )
    ctx.rect(left ?? 0, bbox.top, (right ?? 0) - (left ?? 0), bbox.height)
  }
  ctx.clip()
  ctx.strokeStyle = colour
  ctx.lineWidth = devicePixelRatio
  ctx.beginPath()
  for (let x = bbox.left - bbox.height; x < end; x += 6 * devicePixelRatio) {
    ctx.moveTo(x, bbox.top + bbox.height)
    ctx.lineTo(x + bbox.height, bbox.top)
  }
  ctx.stroke()
  ctx.restore()
}

/** A token as a colour: a canvas knows no custom properties. */
function colourOf(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`
  const { color } = getComputedStyle(element)
  element.style.color = ''
  return color
}
