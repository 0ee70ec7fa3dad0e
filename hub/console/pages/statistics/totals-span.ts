import { RANGES, spanAt } from '../events/event-filters.ts'
import type { StatisticsWish } from './statistics-wish.ts'

/** A time, in seconds: from its first to before its last. */
export interface TotalsSpan {
  readonly from: number
  readonly until: number
}

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]

/** Longer than anything is kept, in days. */
const ALL = 400

/**
 * The time that a query means, in whole minutes, hours or days, as they are counted and drawn: so that it and the time
 * before it have as many of them. Days are those of the zone, and so may have 23 or 25 hours.
 */
export function totalsSpan(
  query: URLSearchParams,
  { tab, range }: Pick<StatisticsWish, 'tab' | 'range'>,
  { now, zone }: { readonly now: number; readonly zone: 'local' | 'utc' },
): TotalsSpan {
  const { from: wanted, until = now } = spanAt(query, now)
  const length = range === undefined ? undefined : RANGES[range]
  const from = Math.min(wanted ?? until - ALL * DAY, until - 1)
  if (tab === 'bandwidth') {
    const end = midnight(until - 1, zone, 1)
    if (length === undefined) return { from: midnight(from, zone), until: end }
    return { from: midnight(end - DAY / 2, zone, 1 - Math.max(1, Math.round(length / DAY))), until: end }
  }
  const unit = tab === 'mail' || until - from > 2 * DAY ? HOUR : until - from > 3 * HOUR ? 10 * MINUTE : MINUTE
  const end = Math.ceil(until / unit) * unit
  return { from: length === undefined ? from - (from % unit) : end - length, until: end }
}

/** As much time before it; undefined of all that is kept. */
export function spanBefore(
  { from, until }: TotalsSpan,
  { tab, range }: Pick<StatisticsWish, 'tab' | 'range'>,
  zone: 'local' | 'utc',
): TotalsSpan | undefined {
  if (range === 'all') return undefined
  const days = Math.round((until - from) / DAY)
  const begin = tab === 'bandwidth' ? midnight(from + DAY / 2, zone, -days) : from - (until - from)
  return begin < 0 ? undefined : { from: begin, until: from }
}

/** When the day of a time begins, or one so many days later. */
function midnight(time: number, zone: 'local' | 'utc', later = 0): number {
  const day = new Date(time * 1000)
  if (zone === 'utc') day.setUTCHours(0, 0, 0, 0)
  else day.setHours(0, 0, 0, 0)
  if (zone === 'utc') day.setUTCDate(day.getUTCDate() + later)
  else day.setDate(day.getDate() + later)
  return Math.floor(day.getTime() / 1000)
}

/** What the API is asked for a time; `key` and hosts as the page wants them. */
export function totalsPath(wish: StatisticsWish, { from, until }: TotalsSpan, key = wish.key): string {
  const query = new URLSearchParams({ kind: wish.kind, from: String(from), until: String(until) })
  for (const [name, value] of Object.entries({ host: wish.host, label: wish.label, key }))
    if (value !== undefined) query.set(name, value)
  return `/api/v1/totals?${query}`
}
