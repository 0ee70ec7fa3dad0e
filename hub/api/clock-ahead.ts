import type { Hub } from '../http/route.ts'
import type { EventFilter } from '../store/event-filter.ts'

/** What is further ahead than this, in seconds, only a wrong clock tells: it is marked, and does not lead lists. */
const AHEAD = 3600

/** The mark of what a clock told that was ahead: by how many seconds when it came; empty if it was not. */
export function clockAhead(time: number, received: number): { readonly clock_ahead?: number } {
  return time - received > AHEAD ? { clock_ahead: time - received } : {}
}

/** The same events, but without an end only those that are not further ahead than clocks are. */
export function endingSoon(
  filter: EventFilter,
  { clock }: Pick<Hub, 'clock'>,
): EventFilter & { readonly until: number } {
  return { ...filter, until: filter.until ?? Math.floor(clock.now() / 1000) + AHEAD }
}
