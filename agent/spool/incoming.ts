import type { Place } from '../../lib/event/entry.ts'
import type { Event } from '../../lib/event/event.ts'

/** An event on its way into the spool. */
export interface Incoming {
  readonly event: Event
  /** Undefined for an event of no log. */
  readonly place: Place | undefined
  readonly id: string
}
