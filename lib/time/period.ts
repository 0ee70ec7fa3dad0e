import { ActionNeeded, EXIT } from '../system/errors.ts'
import { plainText } from '../text/plain-text.ts'
import { timeInZone, parseStamp } from './stamp.ts'

/** A period, in seconds since 1970-01-01T00:00:00Z: from `since` to before `until`. */
export interface Period {
  readonly since: number
  readonly until: number
}

/** When a period is asked for. */
export interface Today {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  /** The zone of times typed without one; undefined for the machine's own. */
  readonly zone: string | undefined
}

/**
 * The period between two options as typed: dates (the whole last day is included), times, or ages (see `momentOf`).
 * Throws `ActionNeeded` (exit 2) for anything else.
 */
export function periodOf(
  { since, until }: { readonly since: string | undefined; readonly until: string | undefined },
  today: Today,
): Period {
  const period = {
    since: since === undefined ? -Infinity : typed('--since', since, today).since,
    until: until === undefined ? Infinity : typed('--until', until, today).until,
  }
  if (period.since < period.until) return period
  const asked = [since && `--since ${since}`, until && `--until ${until}`]
    .filter((each) => each !== undefined)
    .join(' ')
  throw new ActionNeeded(`${plainText(asked)}: there is no time between them`, EXIT.usage)
}

/** Whether an instant is in a period. */
export function isWithin({ since, until }: Period, time: number): boolean {
  return since <= time && time < until
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/
const TIME = /^\d{2}:\d{2}(?::\d{2})?$/
const AGO = /^-?(\d{1,6}) ?([smhdw]|sec|min|seconds?|minutes?|hours?|days?|weeks?)(?: ago)?$/

/** The units of ages by the first letters of their names, in seconds. */
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

function typed(option: string, text: string, today: Today): Period {
  const moment = momentOf(text, today)
  if (moment !== undefined) return moment
  throw new ActionNeeded(
    `${option} ${plainText(text)}: this is not a time; write 2026-11-01, 2026-11-01T08:30, 2026-11-01T08:30:00Z, yesterday, 08:30, 7d or "2 hours ago"`,
    EXIT.usage,
  )
}

/**
 * What a text means: a day (`2026-11-01`, `today`, `yesterday`) or an instant (`2026-11-01T08:30`, optionally with
 * seconds, `Z` or `+01:00`; `08:30` of today; `7d`, `2 hours ago`, `now`, `@1793520000`).
 */
function momentOf(text: string, { now, zone }: Today): Period | undefined {
  const today = timeInZone(now, zone).slice(0, 10)
  if (text === 'now') return at(now)
  if (text === 'today') return dayOf(today, zone)
  if (text === 'yesterday') return dayOf(later(today, -1), zone)
  if (DATE.test(text)) return dayOf(text, zone)
  const [, count, unit = ''] = AGO.exec(text) ?? []
  if (count !== undefined) return at(now - Number(count) * (UNITS[unit.charAt(0)] ?? 0))
  const [, epoch] = /^@(\d{1,12})$/.exec(text) ?? []
  if (epoch !== undefined) return at(Number(epoch))
  return at(stampOf(TIME.test(text) ? `${today}T${text}` : text, zone))
}

function at(instant: number | undefined): Period | undefined {
  return instant === undefined ? undefined : { since: instant, until: instant }
}

function dayOf(date: string, zone: string | undefined): Period | undefined {
  const since = parseStamp(`${date} 00:00:00`, zone)
  const until = since === undefined ? undefined : parseStamp(`${later(date, 1)} 00:00:00`, zone)
  return since === undefined || until === undefined ? undefined : { since, until }
}

function stampOf(text: string, zone: string | undefined): number | undefined {
  const [, date, minutes, seconds = ':00', offset] = DATE_AND_TIME.exec(text) ?? []
  const written = offset === undefined ? '' : ` ${offset === 'Z' ? '+0000' : offset.replace(':', '')}`
  return date === undefined ? undefined : parseStamp(`${date} ${minutes}${seconds}${written}`, zone)
}

/** The date this many days later; `date` must exist. */
function later(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
