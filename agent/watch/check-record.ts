import * as v from 'valibot'
import { count, moment } from '../snapshots/snapshot.ts'
import type { CheckMemory } from './check-state.ts'

const settled = v.picklist(['up', 'late', 'warning', 'down'])

const memory: v.GenericSchema<unknown, CheckMemory> = v.object({
  settled: v.exactOptional(settled),
  settledSince: moment,
  instead: v.exactOptional(v.picklist(['unknown', 'blocked', 'maintenance'])),
  since: moment,
  streak: v.exactOptional(v.object({ toward: settled, isWorse: v.boolean(), count })),
  changes: v.pipe(v.array(moment), v.maxLength(10)),
  isFlapping: v.boolean(),
})

/** The longest texts are those of results. */
const text = v.pipe(v.string(), v.maxLength(300))

/** What the last run of a check found. */
export const lastRun = v.object({
  /** When it began, in milliseconds since the epoch, and how many milliseconds it took. */
  at: moment,
  took: count,
  text,
  gauges: v.optional(
    v.array(v.object({ name: v.string(), value: v.number(), of: v.optional(v.record(v.string(), v.string())) })),
  ),
  /** When the certificate ends that it saw. */
  certificate: v.optional(v.number()),
})

/** What the last run of a check found. */
export type LastRun = v.InferOutput<typeof lastRun>

/** What is kept of a check over restarts. */
export const checkRecord = v.object({
  /** As another type it is another check. */
  type: v.string(),
  memory,
  /** The days of the stage that was told of its certificate. */
  certificate: v.exactOptional(v.object({ told: count })),
  last: v.exactOptional(lastRun),
})

/** What is kept of a check over restarts. */
export type CheckRecord = v.InferOutput<typeof checkRecord>
