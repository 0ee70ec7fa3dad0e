import type { ReportPace } from '../config/mail-reports/mail-report-config.ts'

const HOUR = 3_600_000

/**
 * The last time at or before `now` at which a report was to be made, by the clock of the host; both in milliseconds
 * since the epoch. Of an hour that comes twice the first counts; one that is left out counts as the time after the gap.
 */
export function lastDue(pace: ReportPace, now: number): number {
  const date = new Date(now)
  if (pace === 'hourly') {
    const local = now - date.getTimezoneOffset() * 60_000
    return now - (((local % HOUR) + HOUR) % HOUR)
  }
  const { hour, minute, weekday } = pace
  const on = (days: number): number =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() - days, hour, minute).getTime()
  if (weekday === undefined) return on(0) <= now ? on(0) : on(1)
  const days = (date.getDay() - weekday + 7) % 7
  return on(days) <= now ? on(days) : on(days + 7)
}
