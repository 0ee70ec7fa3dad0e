const LONGEST = 24 * 3600_000

/**
 * When the API may be asked again by its `Retry-After` header (seconds or an HTTP date), in milliseconds since the epoch,
 * at most a day from `now`; undefined where the header is absent or says nothing.
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? ''
  const at = /^\d+$/.test(value) ? now + Number(value) * 1000 : httpDate(value)
  return at === undefined ? undefined : Math.min(at, now + LONGEST)
}

/** Of the date forms of RFC 9110 §5.6.7, the two that name GMT: Date.parse takes the third for local time. */
function httpDate(value: string): number | undefined {
  const at = value.endsWith(' GMT') ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
