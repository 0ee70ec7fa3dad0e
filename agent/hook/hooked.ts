import type { Kind } from '../../lib/event/catalogue.ts'
import type { Event } from '../../lib/event/event.ts'

/** What is kept of a hook's data: nothing else is ever copied out of the document. */
export interface Told {
  /** The account as which the function ran; null where cPanel does not say. */
  readonly user: string | null
  /** The arguments that the hook reads, by name. */
  readonly args: Readonly<Record<string, string>>
  /** What cPanel answered, an item for each thing that was done; only what the hook reads. */
  readonly results: readonly Readonly<Record<string, string>>[]
}

/** One event of cPanel that is hooked after it happened, and what it means. */
export interface Hooked {
  readonly category: 'Cpanel' | 'Passwd' | 'Whostmgr'
  readonly event: string
  /** The only arguments that are read; a name that ends in `#` stands for that name with a number. */
  readonly reads: readonly string[]
  /** The only parts of the answer that are read. */
  readonly readsOfResult?: readonly string[]
  readonly kinds: readonly Kind[]
  /** Pure; `time` in seconds since 1970. Empty where the data lacks what matters. */
  readonly eventsOf: (told: Told, time: number) => readonly Event[]
}
