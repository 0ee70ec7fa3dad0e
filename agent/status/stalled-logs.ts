import { utc } from '../../lib/time/date-and-time.ts'
import { endOfHour, hadLines, epochHourOf, lastHourIn, type LogHabit } from '../snapshots/log-habit.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import { type Warning, warning } from './warning.ts'

/**
 * So many whole hours in a row without a line, where each of the last days had lines in each of them, are none by
 * chance: of lines that come by chance, at the worst pace for this rule, once in twenty years for a log.
 */
const HOURS = 4

/** All days of the week, as Sundays are quieter. */
const DAYS = 7

/**
 * Logs that stopped growing though they always grow at some time that has passed since, while others of the host go on.
 * It is so until there is a line again.
 */
export function stalledLogs(sources: readonly SourceSnapshot[], now: number): readonly Warning[] {
  const hour = epochHourOf(now)
  // That some go on shows that the collector works, and that the host is not asleep.
  const isAwake = sources.some(({ habit }) => habit !== undefined && areIn(habit, hoursFrom(hour - HOURS)))
  if (!isAwake) return []
  return sources.flatMap(({ source, path, habit, problem }) => {
    if (habit === undefined || problem !== undefined || !isStalled(habit, hour)) return []
    const since = utc(endOfHour(lastHourIn(habit)))
    const text = `${source}: ${path} has had no line since ${since}, though it had some at these hours of each of the ${DAYS} days before, and other logs go on.`
    return [warning('warning', 'driver_stalled', text, 'See whether what writes it still runs, and writes there.')]
  })
}

/** Whether all of some hours without a line, on the first day without one, had lines each day before. */
function isStalled(habit: LogHabit, hour: number): boolean {
  const first = lastHourIn(habit) + 1
  for (let start = first; start < first + 24 && start + HOURS <= hour; start += 1)
    if (isUsual(habit, hoursFrom(start))) return true
  return false
}

/** Whether lines came in these hours on each of the days before. */
function isUsual(habit: LogHabit, hours: readonly number[]): boolean {
  return Array.from({ length: DAYS }, (_, index) => 24 * (index + 1)).every((ago) =>
    areIn(
      habit,
      hours.map((hour) => hour - ago),
    ),
  )
}

function areIn(habit: LogHabit, hours: readonly number[]): boolean {
  return hours.every((hour) => hadLines(habit, hour))
}

function hoursFrom(start: number): readonly number[] {
  return Array.from({ length: HOURS }, (_, index) => start + index)
}
