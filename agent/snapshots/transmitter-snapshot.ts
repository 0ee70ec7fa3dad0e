import * as v from 'valibot'
import { count, moment, roleSnapshot } from './snapshot.ts'

/** How delivery to one receiver goes, or telling by one alert. */
export const delivery = v.object({
  lastSuccess: v.optional(moment),
  lastError: v.optional(v.object({ at: moment, reason: v.string() })),
  nextTry: v.optional(moment),
  accepted: count,
  rejected: count,
  tries: count,
  problem: v.optional(v.string()),
  /**
   * What its last answer showed of its clock since this process started: by how many milliseconds the own one is
   * ahead, and how exactly that is known.
   */
  clock: v.optional(v.object({ at: moment, offset: v.number(), within: count })),
  /** Of an alert: the events that it holds, when it told last, and when it tells next. */
  alert: v.optional(v.object({ held: count, told: v.optional(moment), due: v.optional(moment) })),
})

/** How delivery to one receiver goes, or telling by one alert. */
export type DeliverySnapshot = v.InferOutput<typeof delivery>

/** What the transmitter tells of itself, in its runtime file. */
export const transmitterSnapshot = v.object({
  ...roleSnapshot.entries,
  /** Whether it sends nothing: there was no receiver when it started, or all were switched off. */
  disabled: v.optional(v.boolean()),
  /** The names of the receivers that were switched off. */
  switchedOff: v.optional(v.array(v.string())),
  delivery,
  /** Likewise of further receivers, by their names. */
  receivers: v.optional(v.record(v.string(), delivery)),
  /** Reports that were removed as old or too many, by where they were. */
  removed: v.optional(v.object({ transmitted: count, failed: count })),
})

/** What the transmitter tells of itself. */
export type TransmitterSnapshot = v.InferOutput<typeof transmitterSnapshot>
