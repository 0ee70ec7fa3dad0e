import { hadLines, epochHourOf, lastHourIn, type LogHabit } from './log-habit.ts'
import type { SourceSnapshot } from './snapshot.ts'

/**
 * So many whole hours in a row without a line, where each of the last days had lines in each of them, are none by
 * chance: of lines that come by chance, at the worst pace for this rule, once in twenty years for a log.
 */
const HOURS = 4

/** All days of the week, as Sundays are quieter. */
export const DAYS_OF_HABIT = 7

/** A source of which it is known when its lines come. */
export type HabitualSource = SourceSnapshot & { readonly habit: LogHabit }

/**
 * Logs that stopped growing though they always grow at some time that has passed since, while others of the host go on.
 * It is so until there is a line again. `now`: milliseconds since the epoch.
 */
export function stalledSources(sources: readonly SourceSnapshot[], now: number): readonly HabitualSource[] {
  const hour = epochHourOf(now)
  // That some go on shows that the collector works, and that the host is not asleep.
  const isAwake = sources.some(({ habit }) => habit !== undefined && areIn(habit, hoursFrom(hour - HOURS)))
  if (!isAwake) return []
  return sources.filter(hasHabit).filter(({ habit, problem }) => problem === undefined && isStalled(habit, hour))
}

function hasHabit(source: SourceSnapshot): source is HabitualSource {
  return source.habit !== undefined
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
  return Array.from({ length: DAYS_OF_HABIT }, (_, index) => 24 * (index + 1)).every((ago) =>
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
