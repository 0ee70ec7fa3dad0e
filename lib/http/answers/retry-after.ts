import type { IncomingHttpHeaders } from 'node:http'
import { httpDate } from './http-date.ts'

const LONGEST = 24 * 3600_000

/**
 * When an answer allows the next request (`Retry-After`, RFC 9110 §10.2.3), in milliseconds since the epoch, from `now`
 * to at most a day later; undefined if it does not say. A date counts from the `Date` of the same answer: either
 * clock may be wrong.
 */
export function retryAfter(
  { 'retry-after': header = '', date = '' }: Pick<IncomingHttpHeaders, 'retry-after' | 'date'>,
  now: number,
): number | undefined {
  const value = header.trim()
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : waitUntil(value, date.trim(), now)
  return wait === undefined ? undefined : now + Math.min(Math.max(wait, 0), LONGEST)
}

function waitUntil(value: string, date: string, now: number): number | undefined {
  const until = httpDate(value, now)
  return until === undefined ? undefined : until - (httpDate(date, now) ?? now)
}
