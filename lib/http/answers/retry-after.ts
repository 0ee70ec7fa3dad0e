import { httpDate } from './http-date.ts'

const LONGEST = 24 * 3600_000

/** What an answer says of the time. */
export interface Timing {
  /** Its header `Retry-After`, seconds or a date, and its header `Date`; as they came. */
  readonly retryAfter: string | undefined
  readonly date?: string | undefined
}

/**
 * When the API may be asked again by an answer, in milliseconds since the epoch, from `now` to at most a day later;
 * undefined where it does not say. A date is reckoned against what the same answer says of its own time: either clock
 * may be wrong.
 */
export function retryAfter({ retryAfter: header = '', date = '' }: Timing, now: number): number | undefined {
  const value = header.trim()
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : waitUntil(value, date.trim(), now)
  return wait === undefined ? undefined : now + Math.min(Math.max(wait, 0), LONGEST)
}

function waitUntil(value: string, date: string, now: number): number | undefined {
  const until = httpDate(value, now)
  return until === undefined ? undefined : until - (httpDate(date, now) ?? now)
}
