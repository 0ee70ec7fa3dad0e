import * as v from 'valibot'
import { roleSnapshot, sourceSnapshot } from './snapshot.ts'

/** What the collector tells of itself, in its runtime file. */
export const collectorSnapshot = v.object({
  ...roleSnapshot.entries,
  sources: v.array(sourceSnapshot),
  /** Why reading has stopped, present while it has. */
  held: v.optional(v.string()),
})

/** What the collector tells of itself. */
export type CollectorSnapshot = v.InferOutput<typeof collectorSnapshot>
