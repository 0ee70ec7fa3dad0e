import type { Entry } from '../../../lib/event/entry.ts'

/** What the API refuses of a report. */
export interface RefusedPart {
  /** The number of its first entry in the report, from 0. */
  readonly first: number
  readonly entries: readonly Entry[]
  readonly reason: string
}
