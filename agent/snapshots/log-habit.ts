import * as v from 'valibot'

const HOUR = 3_600_000

/** Today and the seven days before. */
const DAYS = 8

/** In which hours of the last days lines were read from a log. */
export const logHabit = v.object({
  /** The newest day, in days since 1970-01-01. */
  day: v.pipe(v.number(), v.safeInteger()),
  /** For that day and those before it a bit for each hour of UTC. */
  hours: v.pipe(v.array(v.pipe(v.number(), v.safeInteger())), v.maxLength(DAYS)),
})

/** In which hours of the last days lines were read from a log. */
export type LogHabit = v.InferOutput<typeof logHabit>

/** An hour, in hours since 1970-01-01T00:00:00Z, from a time in milliseconds. */
export function epochHourOf(time: number): number {
  return Math.floor(time / HOUR)
}

/** When an hour ends, in milliseconds. */
export function endOfHour(hour: number): number {
  return (hour + 1) * HOUR
}

/** Notes that lines were read at a time in milliseconds since the epoch; the same object if that changes nothing. */
export function habitAfter(before: LogHabit | undefined, time: number): LogHabit {
  const hour = epochHourOf(time)
  if (before !== undefined && hadLines(before, hour)) return before
  const [day, bit] = [Math.floor(hour / 24), 1 << (hour % 24)]
  const passed = before === undefined ? DAYS : day - before.day
  // A clock that was put back by more than an hour or two leaves nothing to rely on.
  if (before === undefined || passed < 0 || passed >= DAYS) return { day, hours: [bit] }
  const [first = 0, ...rest] = [...Array.from({ length: passed }, () => 0), ...before.hours]
  return { day, hours: [first | bit, ...rest].slice(0, DAYS) }
}

/** The newest hour in which lines were read. */
export function lastHourIn({ day, hours: [newest = 0] }: LogHabit): number {
  return day * 24 + 31 - Math.clz32(newest)
}

/** Whether lines were read in an hour. */
export function hadLines({ day, hours }: LogHabit, hour: number): boolean {
  const bits = hours[day - Math.floor(hour / 24)] ?? 0
  return (bits & (1 << (hour % 24))) !== 0
}
