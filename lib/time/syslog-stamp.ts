import { parseStamp } from './stamp.ts'

const DAY = 86_400

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const STAMP = /^([A-Z][a-z]{2}) ([ \d]\d) (\d{2}:\d{2}:\d{2})$/

/** As rsyslog writes it where it keeps the year (`RSYSLOG_FileFormat`): RFC 3339, often with microseconds. */
const WITH_YEAR = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(?:Z|([+-]\d{2}):(\d{2}))$/

/** From one 29 February to the next, over a year such as 1900, which has none. */
const MOST_YEARS = 8

/**
 * Seconds since 1970-01-01T00:00:00Z of a stamp as syslog writes it: with a year and an offset
 * (`2026-11-28T07:01:02.123456+01:00`, RFC 3339), or without both (`Nov 28 07:01:02`, `Nov  8 …`, RFC 3164, section
 * 4.1.2), in the local time of `zone` (as in `parseStamp`). The year of the latter is the last in which it stands
 * before `now` and a day, as clocks and zones may differ. Undefined for any other text, and for a date that does not
 * exist.
 */
export function parseSyslogStamp(text: string, zone: string | undefined, now: number): number | undefined {
  const whole = WITH_YEAR.exec(text)
  if (whole === null) return parseYearless(text, zone, now)
  const [, date = '', time = '', hours = '+00', minutes = '00'] = whole
  return parseStamp(`${date} ${time} ${hours}${minutes}`, zone)
}

function parseYearless(text: string, zone: string | undefined, now: number): number | undefined {
  const [, name = '', day = '', time = ''] = STAMP.exec(text) ?? []
  const month = MONTHS.indexOf(name) + 1
  if (month === 0) return undefined
  const date = `${String(month).padStart(2, '0')}-${day.replace(' ', '0')}`
  // Some zones have begun the year by then.
  const latest = new Date((now + 2 * DAY) * 1000).getUTCFullYear()
  for (let year = latest; year >= latest - MOST_YEARS; year -= 1) {
    const instant = parseStamp(`${year}-${date} ${time}`, zone)
    if (instant !== undefined && instant <= now + DAY) return instant
  }
  return undefined
}
