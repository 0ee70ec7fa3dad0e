import type { SpanOfKind } from '../../../contract/event-contract.ts'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { type ChartedDay, dayChart } from '../now/usual.ts'
import { totalsBars } from '../statistics/totals-bars.ts'

const [HOUR, DAY] = [3600, 86_400]

/** The requests of the day before an hour ends, beside those of the days before it, and where nobody told any. */
export function requestsOfDay(
  { day, past }: { readonly day: TotalsAnswer; readonly past: TotalsAnswer },
  { end, now }: { readonly end: number; readonly now: number },
): { readonly chart: ChartedDay; readonly untold: readonly { from: number; until: number }[] } {
  const counts = { day: byHour(day), past: byHour(past) }
  const chart = dayChart(counts, ['requests'], { until: end - 1, firstHour: counts.past[0]?.time })
  const { untold } = totalsBars(day, { from: end - DAY, until: end }, () => [], now)
  // A bar is an hour: minutes that are missing in one are no reason to say that nobody knows it.
  return { chart, untold: untold.filter((span) => span.until - span.from >= HOUR / 2) }
}

function byHour({ numbers, points }: TotalsAnswer): readonly SpanOfKind[] {
  const at = numbers.indexOf('requests')
  return points.map((point) => ({
    time: point.time - (point.time % HOUR),
    type: 'requests',
    count: point.numbers[at] ?? 0,
  }))
}
