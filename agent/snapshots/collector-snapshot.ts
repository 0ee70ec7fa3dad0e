import * as v from 'valibot'
import { count, moment, roleSnapshot, sourceSnapshot } from './snapshot.ts'

/** What one rule of `ignore` left out. */
export const ignoredSnapshot = v.object({
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

/** How the database stands of the places that mailboxes are used from. */
export const placesSnapshot = v.object({
  /** Why no place can be learned, present while that is so. */
  problem: v.optional(v.string()),
  /** Since when places are learned anew, until when none counts as new for that, and what became of the database. */
  anew: v.optional(v.object({ since: moment, until: moment, cause: v.picklist(['damaged', 'removed']) })),
})

/** How the database stands of the places that mailboxes are used from. */
export type PlacesSnapshot = v.InferOutput<typeof placesSnapshot>

/** Which kinds of events a source can tell; with a path, only there. */
export const toldKindsSnapshot = v.object({
  source: v.string(),
  path: v.optional(v.string()),
  kinds: v.array(v.string()),
})

/** Which kinds of events a source can tell; with a path, only there. */
export type ToldKinds = v.InferOutput<typeof toldKindsSnapshot>

/** What metrics count besides: bytes by log (`SOURCE PATH`), and events by kind. */
const readSnapshot = v.object({ bytes: v.record(v.string(), count), events: v.record(v.string(), count) })

/** What metrics count besides: bytes by log (`SOURCE PATH`), and events by kind. */
export type ReadSnapshot = v.InferOutput<typeof readSnapshot>

/** What the collector tells of itself, in its runtime file. */
export const collectorSnapshot = v.object({
  ...roleSnapshot.entries,
  sources: v.array(sourceSnapshot),
  /** Why reading has stopped, present while it has. */
  held: v.optional(v.string()),
  /** What each rule of `ignore` left out; absent without rules. */
  ignored: v.optional(v.array(ignoredSnapshot)),
  /** Absent where all is well with the places that mailboxes are used from. */
  places: v.optional(placesSnapshot),
  /** What tells events, and of which kinds; absent in the words of early versions. */
  tells: v.optional(v.array(toldKindsSnapshot)),
  /** Absent where nothing exports it. */
  read: v.optional(readSnapshot),
})

/** What the collector tells of itself. */
export type CollectorSnapshot = v.InferOutput<typeof collectorSnapshot>
