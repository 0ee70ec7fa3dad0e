import type { KeptEvent } from './tables.ts'

/** Which arrivals are wanted next. */
export interface WantedArrivals {
  readonly after: number
  /** Numbers of the kinds of events wanted of them. */
  readonly kinds: readonly number[]
  /** So many events are enough; a single arrival is given whole. */
  readonly enough: number
}

/** Whole arrivals, in their order. */
export interface NextArrivals {
  readonly events: readonly KeptEvent[]
  /** The last of these arrivals, and the newest of all. */
  readonly upTo: number
  readonly newest: number
}

/** The events of arrivals in the order in which they are judged. */
export function inOrder(events: readonly KeptEvent[]): readonly KeptEvent[] {
  return events.toSorted((a, b) => a.arrival - b.arrival || a.time - b.time || (a.id < b.id ? -1 : 1))
}
