import * as v from 'valibot'
import { checkedEvent } from '../../../lib/event/check.ts'
import type { Event } from '../../../lib/event/event.ts'
import { processIdentity } from '../../../lib/system/processes/process-identity.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { SavedCopies } from './saved-copies.ts'

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const event = v.custom<Event>((input) => typeof checkedEvent(input) !== 'string', 'is no event')

/** One thing that was told to be wrong with a log; times are seconds since 1970-01-01T00:00:00Z. */
const toldFault = v.object({
  kind: v.picklist(['source_missing', 'source_stalled', 'format_drift']),
  source: v.string(),
  path: v.string(),
  since: whole,
  /** When it was over; absent while it lasts. */
  ended: v.optional(whole),
  /** How often it was told while it came and went. */
  times: whole,
})

/** One thing that was told to be wrong with a log. */
export type ToldFault = v.InferOutput<typeof toldFault>

const savedHeartbeat = v.object({
  version: v.literal(1),
  /** The number of the newest report before any that seals what waits here. */
  sequence: whole,
  /** The process that runs, or ran last; since when, and whether it was stopped. */
  process: processIdentity,
  since: whole,
  isStopped: v.boolean(),
  /** The hour of the last sign of life, in hours since 1970. */
  hour: whole,
  /** When starts were told, in the last hour. */
  starts: v.array(whole),
  /** The last start, while it is not told. */
  untold: v.optional(
    v.object({ starts: whole, previous: v.nullable(v.picklist(['stopped', 'crashed'])), unread: v.nullable(whole) }),
  ),
  faults: v.array(toldFault),
  /** What is told and perhaps not sealed. */
  waiting: v.array(v.object({ id: v.pipe(v.string(), v.minLength(1)), event })),
})

/** What the collector knows of what it told of itself. */
export type SavedHeartbeat = v.InferOutput<typeof savedHeartbeat>

/** Where that is saved, in the root of a spool; its time is the last sign of life. */
export const HEARTBEAT_FILE = 'heartbeat.json'

/** Parses the text of what is saved; throws if it is not of this version. */
export function parseHeartbeat(text: string): SavedHeartbeat {
  const parsed = v.safeParse(v.pipe(foreignJson, savedHeartbeat), text)
  if (parsed.success) return parsed.output
  throw new Error(`it is none of this version: ${parsed.issues[0].message}`)
}

/** What the collector saves of what it told of itself. */
export const heartbeatFile = new SavedCopies('heartbeat', parseHeartbeat)
