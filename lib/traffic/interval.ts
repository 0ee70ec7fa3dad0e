import type { TrafficLine } from './log-format/traffic-line.ts'

/** What is counted of requests. */
export interface TrafficCounts {
  readonly requests: number
  /** Bytes that were sent. */
  readonly bytes: number
  /** Requests with a status of 1xx, 2xx, 3xx, 4xx and 5xx. The rest had another one. */
  readonly classes: readonly [number, number, number, number, number]
}

/** An interval that has ended, of at least one line. */
export interface ClosedInterval extends TrafficCounts {
  /** Its beginning, in seconds since 1970-01-01T00:00:00Z: a multiple of its length. */
  readonly start: number
  /** Its length in seconds. */
  readonly seconds: number
  /** How many of its requests belong to an earlier interval that had been closed already. */
  readonly late: number
  /** How many of its requests have a time beyond the clock. */
  readonly future: number
  /** Lines of another format; they are no requests. */
  readonly unrecognised: number
  /** Those of its requests that name a virtual host, by that; `(other)` sums up the rest. */
  readonly vhosts: ReadonlyMap<string, TrafficCounts>
}

/** The name of all virtual hosts that have no count of their own. */
export const OTHER_VHOSTS = '(other)'

/** Hears what becomes of lines, in the order in which it does. */
export interface TrafficSink {
  /** A request counts in the interval that begins there. The line is valid during the call only. */
  counted?(line: TrafficLine, start: number, isLate: boolean): void
  /** An interval has ended. */
  closed(interval: ClosedInterval): void
  /** All intervals have ended that begin before this time, also those without a line. */
  passed?(boundary: number): void
}

/** The start of the interval that a time is in. */
export function intervalOf(time: number, seconds: number): number {
  return Math.floor(time / seconds) * seconds
}
