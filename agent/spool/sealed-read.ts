import type { Event } from '../../lib/event/event.ts'

/** One read of a log, or of an inbox: its bytes, and the sealed events in them. */
export interface SealedRead {
  readonly source: string
  readonly path: string
  readonly bytes: number
  readonly events: readonly Event[]
}
