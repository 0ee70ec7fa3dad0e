import type { PostgresOptions } from '../postgres/postgres-connections.ts'
import type { SqliteOptions } from '../sqlite/sqlite-store.ts'
import type { Unavailability } from '../store.ts'

/** What a thread is started with: which store it opens, and how; `isNice` if nobody waits for each single answer. */
export type ThreadOptions = { readonly isNice: boolean } & (
  | (SqliteOptions & { readonly opens: 'embedded store' })
  | (PostgresOptions & { readonly opens: 'PostgreSQL' })
)

/** What a thread is asked to do; `name` is that of a question or a change. */
export type ThreadRequest = { readonly number: number } & (
  | { readonly asks: 'ask' | 'change'; readonly name: string; readonly input: unknown }
  /** What was brought under these numbers, which is not needed again. */
  | { readonly asks: 'keep'; readonly brought: readonly number[] }
  | { readonly asks: 'drop'; readonly day: number }
  | { readonly asks: 'days'; readonly now: number }
  | { readonly asks: 'scrub' | 'close' }
)

/** An arrival that is kept later, as JSON: that costs both threads half of what the copy of an object does. */
export interface BroughtArrival {
  readonly brings: number
  readonly json: string
}

/** Its answer: an output, or why there is none; and the collisions of its store so far. */
export type ThreadAnswer = { readonly number: number; readonly collisions: number } & ThreadOutcome

/** What came of a request. */
export type ThreadOutcome =
  | { readonly output: unknown }
  | { readonly unavailable: Unavailability; readonly message: string }
  | { readonly failure: unknown }
