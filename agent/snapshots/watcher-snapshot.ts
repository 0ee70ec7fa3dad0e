import * as v from 'valibot'
import { CHECK_STATES } from '../../lib/agent-status/check-states.ts'
import { count, moment, roleSnapshot } from './snapshot.ts'

/** What the last run of a check found. */
export const lastRun = v.object({
  /** When it began, in milliseconds since the epoch, and how many milliseconds it took. */
  at: moment,
  took: count,
  text: v.string(),
  /** Numbers that it measured, and what each is of. */
  gauges: v.optional(
    v.array(v.object({ name: v.string(), value: v.number(), of: v.optional(v.record(v.string(), v.string())) })),
  ),
  /** When the certificate ends that it saw, in milliseconds since the epoch. */
  certificate: v.optional(v.number()),
})

/** What the last run of a check found. */
export type LastCheckRun = v.InferOutput<typeof lastRun>

/** How a check is, for people and metrics. */
export const shownCheck = v.object({
  name: v.string(),
  type: v.string(),
  state: v.picklist(CHECK_STATES),
  since: moment,
  /** What it checks on another machine. */
  target: v.exactOptional(v.string()),
  /** Set where nobody wrote it: it is of what was found here. */
  found: v.exactOptional(v.literal(true)),
  /** Why it does not run, where the configuration alone does not say. */
  reason: v.exactOptional(v.string()),
  last: v.exactOptional(lastRun),
  /** What root noted of the restarts of its service, where there were some: agent/restarts/restart-limits.ts. */
  restarts: v.exactOptional(v.object({ tries: v.array(moment), asked: moment, gaveUp: v.boolean() })),
  /** How many milliseconds the last runs took, the newest last. */
  recent: v.exactOptional(v.array(count)),
})

/** How a check is, for people and metrics. */
export type ShownCheck = v.InferOutput<typeof shownCheck>

/** What the watcher tells of itself, in its runtime file. */
export const watcherSnapshot = v.object({
  ...roleSnapshot.entries,
  checks: v.array(shownCheck),
  /** Since when the host has no network, while that is so. */
  network: v.optional(moment),
})

/** What the watcher tells of itself. */
export type WatcherSnapshot = v.InferOutput<typeof watcherSnapshot>
