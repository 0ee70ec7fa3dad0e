/** A zone's offset east of UTC, in seconds, at an instant in seconds since 1970-01-01T00:00:00Z. */
export type OffsetReader = (instant: number) => number

const DAY = 86_400

const ZONE =
  /^(?:[A-Za-z]{3,16}|<[\w+-]{3,16}>)([+-]?\d{1,2}(?::\d{2}){0,2})(?:([A-Za-z]{3,16}|<[\w+-]{3,16}>)([+-]?\d{1,2}(?::\d{2}){0,2})?(?:,([^,]+),([^,]+))?)?$/
const RULE = /^(?:J(\d{1,3})|(\d{1,3})|M(\d{1,2})\.([1-5])\.([0-6]))(?:\/([+-]?\d{1,3}(?::\d{2}){0,2}))?$/

/** glibc's default rules for a zone that gives only names and offsets. */
const USUAL = ['M3.2.0', 'M11.1.0'] as const

/**
 * Parses a POSIX `TZ` string: `EST5EDT,M3.2.0,M11.1.0`, `<+03>-3`; undefined for any other text. Its offsets count to
 * the west, so `UTC-3` is three hours ahead. Source: POSIX.1-2024, section 8.3, with the extended times of RFC 9636.
 */
export function posixZone(text: string): OffsetReader | undefined {
  const [, written, summer, difference, begin, end] = ZONE.exec(text) ?? []
  if (written === undefined) return undefined
  const standard = -secondsOf(written)
  if (summer === undefined) return () => standard
  const ahead = difference === undefined ? standard + 3600 : -secondsOf(difference)
  const [first, last] = [ruleOf(begin ?? USUAL[0]), ruleOf(end ?? USUAL[1])]
  if (first === undefined || last === undefined) return undefined
  return (instant) => {
    const year = new Date((instant + standard) * 1000).getUTCFullYear()
    const [from, to] = [first(year) - standard, last(year) - ahead]
    const isSummer = from < to ? from <= instant && instant < to : from <= instant || instant < to
    return isSummer ? ahead : standard
  }
}

/** The instant of a change in a year, on the wall clock, as if it were UTC. */
type Rule = (year: number) => number

function ruleOf(text: string): Rule | undefined {
  const [, julian, day, month, week, weekday, time = '2'] = RULE.exec(text) ?? []
  const at = secondsOf(time)
  // `Jn` counts from 1 and skips 29 February; `n` counts from 0.
  if (julian !== undefined) {
    const index = Number(julian)
    return (year) => startOf(year, 0) + (index - (index < 60 || !isLeap(year) ? 1 : 0)) * DAY + at
  }
  if (day !== undefined) return (year) => startOf(year, 0) + Number(day) * DAY + at
  if (month === undefined || Number(month) < 1 || Number(month) > 12) return undefined
  return (year) => weekdayIn(year, Number(month) - 1, Number(week), Number(weekday)) + at
}

/** Start of the nth weekday of a month; week 5 means the last. */
function weekdayIn(year: number, month: number, week: number, weekday: number): number {
  const start = startOf(year, month)
  const first = (weekday - new Date(start * 1000).getUTCDay() + 7) % 7
  const day = start + (first + (week - 1) * 7) * DAY
  return day < startOf(year, month + 1) ? day : day - 7 * DAY
}

function startOf(year: number, month: number): number {
  return Date.UTC(year, month) / 1000
}

function isLeap(year: number): boolean {
  return startOf(year, 2) - startOf(year, 1) === 29 * DAY
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.replace(/^[+-]/, '').split(':').map(Number)
  return (time.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds)
}
