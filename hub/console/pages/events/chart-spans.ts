import type UPlot from 'uplot'
import type { Silence } from '../now/silences.ts'

/** A time in a chart, in seconds. */
export type ChartSpan = Pick<Silence, 'from' | 'until'>

/** Draws diagonals where nothing was counted, or a host could not tell: that is not the same as nothing. */
export function hatch(plot: UPlot, spans: readonly ChartSpan[], colour: string): void {
  const { ctx, bbox } = plot
  const end = bbox.left + bbox.width
  ctx.save()
  ctx.beginPath()
  for (const { left, width } of places(plot, spans)) ctx.rect(left, bbox.top, width, bbox.height)
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

/** Marks times: a ground behind the bars, and a line above them. */
export function mark(plot: UPlot, spans: readonly ChartSpan[], [ground, line]: readonly [string, string]): void {
  const { ctx, bbox } = plot
  ctx.save()
  for (const { left, width } of places(plot, spans)) {
    const wide = Math.max(width, 3 * devicePixelRatio)
    ctx.fillStyle = ground
    ctx.fillRect(left, bbox.top, wide, bbox.height)
    ctx.fillStyle = line
    ctx.fillRect(left, bbox.top, wide, 2 * devicePixelRatio)
  }
  ctx.restore()
}

function places(plot: UPlot, spans: readonly ChartSpan[]): readonly { left: number; width: number }[] {
  const { left: first, width } = plot.bbox
  const at = (time: number): number => Math.max(first, Math.min(first + width, plot.valToPos(time, 'x', true)))
  return spans.map(({ from, until }) => ({ left: at(from), width: at(until) - at(from) }))
}
