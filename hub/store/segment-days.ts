/** Seconds of a UTC day. */
export const DAY = 86_400

/** How far ahead of the clock segments are made, in days; a clock further ahead than that is wrong. */
export const DAYS_AHEAD = 3

/**
 * How far back days have segments of their own. SQLite joins at most 500 tables in a view, and PostgreSQL plans slowly
 * over thousands.
 */
const DAYS_BACK = 400

/** The days of these times that should have a segment of their own: what is far from `now` shares one. */
export function daysNear(now: number, times: readonly number[]): ReadonlySet<number> {
  const today = dayOf(now)
  const [first, last] = [today - DAYS_BACK * DAY, today + DAYS_AHEAD * DAY]
  return new Set(times.map(dayOf).filter((day) => day >= first && day <= last))
}

/** A time of today, and of each day for which segments are made ahead. */
export function timesAhead(now: number): readonly number[] {
  return Array.from({ length: DAYS_AHEAD + 1 }, (_, days) => now + days * DAY)
}

/** The first second of the UTC day of a time. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY) * DAY
}

/** The name of a day's segment: `event_20261128`. */
export function segmentName(day: number): string {
  return `event_${new Date(day * 1000).toISOString().slice(0, 10).replaceAll('-', '')}`
}

/** The day of a segment, from its name; undefined if it is none of a day. */
export function segmentDay(name: string): number | undefined {
  const [, year, month, date] = /^event_(\d{4})(\d{2})(\d{2})$/.exec(name) ?? []
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${date}T00:00:00Z`) / 1000
}

/**
 * Shifts, in seconds, by which the same line can come with another time: its zone was mended (up to 26 hours), or its
 * year was. A year matters only if events are kept for that long.
 */
export const YEAR_SHIFTS: readonly number[] = [-366, -365, 365, 366].map((days) => days * DAY)

/** How far a mended zone can move a time, in seconds, rounded up to whole days. */
export const ZONE_SHIFT: number = 2 * DAY
