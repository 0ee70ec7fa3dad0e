import { RANGES, spanAt } from '../events/event-filters.ts'
import type { StatisticsWish } from './statistics-wish.ts'

/** A time, in seconds: from its first to before its last. */
export interface TotalsSpan {
  readonly from: number
  readonly until: number
}

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]

/** As the hub does it: it tells minutes of a time that is no longer than the first of these, hours up to the second. */
const [BY_MINUTE, BY_HOUR] = [6 * HOUR, 31 * DAY]

/** Longer than anything is kept, in days; and how many lines are asked for, all that hosts tell. */
const [ALL, MOST] = [400, 1000]

/**
 * The time that a query means, in whole minutes, hours or days of UTC, as the hub counts them: so that it and the time
 * before it have as many of them.
 */
export function totalsSpan(
  query: URLSearchParams,
  { tab, range }: Pick<StatisticsWish, 'tab' | 'range'>,
  now: number,
): TotalsSpan {
  const { from: wanted, until = now } = spanAt(query, now)
  const length = range === undefined ? undefined : RANGES[range]
  const from = Math.min(wanted ?? until - ALL * DAY, until - 1)
  const unit = unitOf(tab, until - from)
  const end = Math.ceil(until / unit) * unit
  const begin = length === undefined ? from - (from % unit) : end - Math.max(length, unit)
  return { from: Math.max(0, begin), until: end }
}

/** Bytes of accounts are told by the day, mail by the hour. */
function unitOf(tab: StatisticsWish['tab'], length: number): number {
  if (tab === 'bandwidth' || length > BY_HOUR) return DAY
  return tab === 'mail' || length > BY_MINUTE ? HOUR : MINUTE
}

/** As much time before it; undefined of all that is kept. */
export function spanBefore(
  { from, until }: TotalsSpan,
  { range }: Pick<StatisticsWish, 'range'>,
): TotalsSpan | undefined {
  const begin = from - (until - from)
  return range === 'all' || begin < 0 ? undefined : { from: begin, until: from }
}

/** Days are those of UTC on whichever clock one reads: a host's day counts in that of its noon. */
export function zoneOf({ tab }: Pick<StatisticsWish, 'tab'>, zone: 'local' | 'utc'): 'local' | 'utc' {
  return tab === 'bandwidth' ? 'utc' : zone
}

/** What the API is asked for a time; hosts as the page wants them. Without a key, of all. */
export function totalsPath(
  { kind, host, label }: Pick<StatisticsWish, 'kind' | 'host' | 'label'>,
  { from, until }: TotalsSpan,
  key?: string,
): string {
  const query = new URLSearchParams({ kind, from: String(from), until: String(until) })
  for (const [name, value] of Object.entries({ host, label, key })) if (value !== undefined) query.set(name, value)
  return `/api/v1/totals?${query}&limit=${MOST}`
}
