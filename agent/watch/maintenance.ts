import type { MaintenanceWindow } from '../config/checks/check-config.ts'

/** Whether a moment, in milliseconds since the epoch, lies in one of these windows by the clock of the host. */
export function isMaintained(windows: readonly MaintenanceWindow[], now: number): boolean {
  const date = new Date(now)
  const [day, minute] = [date.getDay(), date.getHours() * 60 + date.getMinutes()]
  return windows.some(({ weekday, from, to }) => {
    const isDay = (begun: number): boolean => weekday === undefined || weekday === begun
    if (from < to) return isDay(day) && minute >= from && minute < to
    // Past midnight it is still the window of the day before.
    return minute >= from ? isDay(day) : minute < to && isDay((day + 6) % 7)
  })
}
