import type { Event } from '../../lib/event/event.ts'
import type { Totals } from '../../lib/totals/totals.ts'

/** A log that a counter counts. */
export interface CountedLog {
  /** Its name in positions, ids and `status`: `traffic`, `mail`, `bandwidth`. */
  readonly source: string
  readonly path: string
}

/** What a counter has to say, once: it is sealed before the counter forgets it. */
export interface CountedNews {
  /** Each with a name that is the same whenever the same lines are counted again: part of its id. */
  readonly events: readonly { readonly event: Event; readonly name: string }[]
  readonly totals: readonly Omit<Totals, 'id'>[]
}

/**
 * Counts what stands in logs, beside the drivers, which recognise events. A fold: the same lines and the same clock
 * give the same state and the same news, in whatever chunks they come and however often the state is saved between.
 * What it knows is bounded, whatever is in the logs, and becomes durable together with the positions up to which it
 * counted.
 */
export interface Counter {
  /** Counts whole lines of a log, each with its newline but perhaps the last. Must not keep the bytes. */
  take(log: CountedLog, lines: Buffer, now: number): void
  /** A log was read to its end: `now` in seconds since 1970-01-01T00:00:00Z. */
  ended(log: CountedLog, now: number): void
  /** Nothing more comes of a log: it is gone, or cannot be read, so that nobody may wait for it. */
  left(log: CountedLog): void
  /** What it has to say since the last call. Called once an interval, when every log is at its end or had its turn. */
  news(now: number): CountedNews
  /** All it knows, as plain JSON. */
  saved(): unknown
}
