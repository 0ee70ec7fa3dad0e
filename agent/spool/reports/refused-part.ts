import type { Entry } from '../../../lib/event/entry.ts'

/** Consecutive entries of a report that the API refuses. */
export interface RefusedPart {
  /** The index of the first one in the report, from 0. */
  readonly first: number
  readonly entries: readonly Entry[]
  readonly reason: string
}
