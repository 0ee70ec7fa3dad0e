import { utc } from '../../lib/time/date-and-time.ts'
import { endOfHour, lastHourIn } from '../snapshots/log-habit.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import { DAYS_OF_HABIT, stalledSources } from '../snapshots/stalled-sources.ts'
import { type Warning, warning } from './warning.ts'

/** Warns of logs that stopped growing, as `stalledSources` says. */
export function stalledLogs(sources: readonly SourceSnapshot[], now: number): readonly Warning[] {
  return stalledSources(sources, now).map(({ source, path, habit }) => {
    const since = utc(endOfHour(lastHourIn(habit)))
    const text = `${source}: ${path} has had no line since ${since}, though it had some at these hours of each of the ${DAYS_OF_HABIT} days before, and other logs go on.`
    return warning('warning', 'driver_stalled', text, 'See whether what writes it still runs, and writes there.')
  })
}
