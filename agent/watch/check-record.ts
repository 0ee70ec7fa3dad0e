import * as v from 'valibot'
import { count, moment } from '../snapshots/snapshot.ts'
import { lastRun } from '../snapshots/watcher-snapshot.ts'
import type { CheckMemory } from './check-state.ts'

const settled = v.picklist(['up', 'late', 'warning', 'down'])

const memory: v.GenericSchema<unknown, CheckMemory> = v.object({
  settled: v.exactOptional(settled),
  settledSince: moment,
  instead: v.exactOptional(v.picklist(['unknown', 'blocked', 'maintenance', 'off'])),
  since: moment,
  streak: v.exactOptional(v.object({ toward: settled, isWorse: v.boolean(), count })),
  changes: v.pipe(v.array(moment), v.maxLength(10)),
  isFlapping: v.boolean(),
})

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
