import * as v from 'valibot'
import { count, moment, roleSnapshot, sourceSnapshot } from './snapshot.ts'

/** What one rule of `ignore` left out. */
const ignoredSnapshot = v.object({
  name: v.string(),
  /** Its conditions in words: with others, counting begins anew. */
  conditions: v.string(),
  /** When counting began: it goes on over reloads and restarts. */
  since: moment,
  events: count,
  /** The same by kind of event. */
  kinds: v.record(v.string(), count),
  /** When the last of them happened, by its log line. */
  last: v.optional(moment),
})

/** What one rule of `ignore` left out. */
export type IgnoredSnapshot = v.InferOutput<typeof ignoredSnapshot>

/** What the collector tells of itself, in its runtime file. */
export const collectorSnapshot = v.object({
  ...roleSnapshot.entries,
  sources: v.array(sourceSnapshot),
  /** Why reading has stopped, present while it has. */
  held: v.optional(v.string()),
  /** What each rule of `ignore` left out; absent without rules. */
  ignored: v.optional(v.array(ignoredSnapshot)),
})

/** What the collector tells of itself. */
export type CollectorSnapshot = v.InferOutput<typeof collectorSnapshot>
