const BARS = '▁▂▃▄▅▆▇█'

/** A number at a time, or at any other place on a line. */
interface Point {
  readonly at: number
  readonly value: number
}

/** The sums of points in so many equal parts of a line, as bars of eight heights; a blank where there is nothing. */
export function sparkline(points: readonly Point[], columns: number): string {
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0]
  const count = Math.min(columns, points.length)
  const sums = new Float64Array(count)
  for (const { at, value } of points) {
    const column = last === first ? 0 : Math.min(count - 1, Math.floor(((at - first) / (last - first)) * count))
    sums[column] = (sums[column] ?? 0) + value
  }
  const most = sums.reduce((most, sum) => Math.max(most, sum), 0)
  return [...sums].map((sum) => (sum === 0 ? ' ' : (BARS[Math.ceil((sum / most) * BARS.length) - 1] ?? ''))).join('')
}
