import { parseStamp } from '../drivers/time.ts'
import { ActionNeeded, EXIT } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'

/** A stretch of time, in seconds since 1970-01-01T00:00:00Z: from `since` on and before `until`. */
export interface Period {
  readonly since: number
  readonly until: number
}

/**
 * The period of two options as typed, each a date (`2026-11-01`; the last one counts whole) or a time (`2026-11-01T08:30`, with
 * seconds and `Z` or `+01:00` where wanted); without an offset in `zone`, or in the machine's. Throws `ActionNeeded` (exit 2) for anything else.
 */
export function periodOf(
  { since, until }: { readonly since: string | undefined; readonly until: string | undefined },
  zone?: string,
): Period {
  const period = {
    since: since === undefined ? -Infinity : instantOf('--since', since, zone, 0),
    until: until === undefined ? Infinity : instantOf('--until', until, zone, 1),
  }
  if (period.since < period.until) return period
  throw new ActionNeeded(`--since ${since} --until ${until}: nothing lies between them`, EXIT.usage)
}

/** Whether an instant lies in a period. */
export function isWithin({ since, until }: Period, time: number): boolean {
  return since <= time && time < until
}

const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** Of a date alone, the beginning of the day so many days later. */
function instantOf(option: string, text: string, zone: string | undefined, days: number): number {
  const [, date = '', minutes, seconds = ':00', offset] = DATE_AND_TIME.exec(text) ?? []
  const day = minutes === undefined ? later(date, days) : date
  const written = offset === undefined ? '' : ` ${offset === 'Z' ? '+0000' : offset.replace(':', '')}`
  const instant = parseStamp(`${day} ${minutes ?? '00:00'}${seconds}${written}`, zone)
  if (instant !== undefined) return instant
  throw new ActionNeeded(
    `${option} ${plainText(text)}: this is no date; write 2026-11-01, 2026-11-01T08:30 or 2026-11-01T08:30:00Z`,
    EXIT.usage,
  )
}

/** The date so many days later; what is no date stays what it is. */
function later(date: string, days: number): string {
  const midnight = new Date(`${date}T00:00:00Z`)
  if (days === 0 || !isDate(midnight, date)) return date
  return new Date(midnight.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

/** Date takes the 31st of a shorter month for the 1st of the next. */
function isDate(midnight: Date, date: string): boolean {
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date)
}
