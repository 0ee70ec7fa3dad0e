/** What a guard looks at. */
export type GuardMeasure = 'requests' | 'bytes' | 'errors' | 'silence'

/** When a guard says something. */
export interface GuardRule {
  readonly measure: GuardMeasure
  /**
   * How much is too much: requests or bytes a second; for errors the share of requests with 5xx, from 0 to 1. Silence
   * is said if a window has no request, and the one before had this many requests a second at least.
   */
  readonly over: number
  /** Errors only: how many requests a window has at least, else a single error at night would be a high share. */
  readonly least: number
  /** The time that is looked at, in seconds; as many whole intervals as it has. */
  readonly window: number
  /** The share of `over`, from 0 to 1, down to which it must go before it counts as recovered. */
  readonly clear: number
  /** How long it must be over before this is said, in seconds. */
  readonly for: number
  /**
   * Whether also the open interval is judged, with each request, so that the request is known that crosses; or only
   * closed ones, and without what is late, as apachescan does. Recovery always waits for a closed one.
   */
  readonly judges: 'each request' | 'closed intervals'
}

/** What a guard says. */
export interface GuardWord {
  readonly says: 'high' | 'recovered'
  readonly measure: GuardMeasure
  /** In the whole window: requests, bytes, or a share; for silence its requests, which are none when it is high. */
  readonly value: number
  /** What the value was compared with, in the same unit. */
  readonly limit: number
  /**
   * Seconds since 1970-01-01T00:00:00Z: the time of the request that crossed, or the beginning of the interval whose
   * end decided.
   */
  readonly at: number
}

/** Intervals in the window of a rule. */
export function intervalsOf({ window }: GuardRule, interval: number): number {
  return Math.max(1, Math.floor(window / interval))
}

/** What the value of a window is compared with. */
export function limitOf({ measure, over, window }: GuardRule): number {
  if (measure === 'errors') return over
  const limit = over * window
  const whole = Math.round(limit)
  // Thirty in 300 s, said as a rate, must be thirty again.
  return Math.abs(limit - whole) < 1e-6 ? whole : limit
}
