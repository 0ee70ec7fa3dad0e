import * as v from 'valibot'

/** The most bytes of a status as JSON. */
export const LARGEST_STATUS = 64 * 1024

const words = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Milliseconds since the epoch, as far as a date can show them. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15))

/** How many warnings and sources are told at most; of more, the first. */
const MOST_WARNINGS = 50
const MOST_SOURCES = 200

/** How an agent is, as its transmitter tells a hub: the last one counts. */
export const agentStatus = v.object({
  version: words(64),
  health: v.picklist(['healthy', 'degraded', 'down']),
  warnings: v.pipe(
    v.array(v.object({ code: words(64), severity: v.picklist(['notice', 'warning', 'error']), text: words(1000) })),
    v.maxLength(MOST_WARNINGS),
  ),
  /** How many seconds the oldest report waits. */
  lag: count,
  /** How many reports wait, and how many were refused for good. */
  waiting: count,
  failed: count,
  /** The processes by their names. */
  roles: v.pipe(
    v.record(words(32), v.object({ running: v.boolean(), startedAt: v.optional(moment) })),
    v.check((roles) => Object.keys(roles).length <= 16),
  ),
  sources: v.pipe(
    v.array(
      v.object({
        source: words(64),
        path: words(1024),
        lines: count,
        unrecognised: count,
        events: count,
        lastEvent: v.optional(moment),
        problem: v.optional(words(500)),
      }),
    ),
    v.maxLength(MOST_SOURCES),
  ),
})

/** How an agent is. */
export type AgentStatus = v.InferOutput<typeof agentStatus>
