import type { Event } from '../../lib/event/event.ts'

/** What a look came to. */
export interface Looked {
  readonly accounts: number
  readonly domains: number
  /** With forwards or filters. */
  readonly files: number
  readonly events: readonly Event[]
  /** Events that could not be left in the inbox yet. */
  readonly untold: number
  /** Accounts whose filters could not be read, and those of which not all was looked at, or told. */
  readonly unreadable: number
  readonly cut: number
}
