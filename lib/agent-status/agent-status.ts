import * as v from 'valibot'
import { CHECK_STATES } from './check-states.ts'

/** The most bytes of a status as JSON. */
export const LARGEST_STATUS = 256 * 1024

/** The most characters of a warning, of a path, of what is wrong with one, and of what a check found or checks. */
export const LONGEST = { text: 1000, path: 1024, problem: 500, finding: 200, target: 255 } as const

const words = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Milliseconds since the epoch, as far as a date can show them. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15))

/** How many warnings and sources are told at most; of more, the first. */
export const MOST_WARNINGS = 50
export const MOST_SOURCES = 200

/** How many sources, and kinds of each, are told at most of what tells events. */
export const MOST_TELLING = { sources: 64, kinds: 200 } as const

/** How many checks are told at most, the worst first, and of each how many runs. */
export const MOST_CHECKS = { checks: 500, runs: 16 } as const

const toldCheck = v.object({
  name: words(32),
  type: words(32),
  state: v.picklist(CHECK_STATES),
  since: moment,
  /** What its last run found, or why it does not run. */
  finding: words(LONGEST.finding),
  /** When it ran last. */
  ran: v.exactOptional(moment),
  /** How many milliseconds its last runs took, the newest last. */
  recent: v.pipe(v.array(count), v.maxLength(MOST_CHECKS.runs)),
  /** When the certificate ends that it saw. */
  certificate: v.exactOptional(moment),
  /** What it checks elsewhere; absent for something of its own host. */
  target: v.exactOptional(words(LONGEST.target)),
})

/** How a check of an agent is. */
export type ToldCheck = v.InferOutput<typeof toldCheck>

/** How an agent is, as its transmitter tells a hub: the last one counts. */
export const agentStatus = v.object({
  version: words(64),
  health: v.picklist(['healthy', 'degraded', 'down']),
  warnings: v.pipe(
    v.array(
      v.object({ code: words(64), severity: v.picklist(['notice', 'warning', 'error']), text: words(LONGEST.text) }),
    ),
    v.maxLength(MOST_WARNINGS),
  ),
  /** How many seconds the oldest report waits. */
  lag: count,
  /** How many reports wait, and how many were refused for good since counting began. */
  waiting: count,
  refused: count,
  /** The processes by their names. */
  roles: v.pipe(
    v.record(words(32), v.object({ running: v.boolean(), startedAt: v.optional(moment) })),
    v.check((roles) => Object.keys(roles).length <= 16),
  ),
  sources: v.pipe(
    v.array(
      v.object({
        source: words(64),
        path: words(LONGEST.path),
        lines: count,
        unrecognised: count,
        events: count,
        lastEvent: v.optional(moment),
        problem: v.optional(words(LONGEST.problem)),
      }),
    ),
    v.maxLength(MOST_SOURCES),
  ),
  /**
   * How its checks are; none where it checks nothing. Absent where the agent does not know it: early versions, or a
   * watcher that has not started since the boot.
   */
  checks: v.exactOptional(v.pipe(v.array(toldCheck), v.maxLength(MOST_CHECKS.checks))),
  /**
   * Which kinds of events each source can tell and the hub gets, with a path only there; rules are one more. Absent
   * where the agent does not know it: early versions, or a collector that has not started since the boot.
   */
  tells: v.optional(
    v.pipe(
      v.array(
        v.object({
          source: words(64),
          path: v.optional(words(LONGEST.path)),
          kinds: v.pipe(v.array(words(64)), v.maxLength(MOST_TELLING.kinds)),
        }),
      ),
      v.maxLength(MOST_TELLING.sources),
    ),
  ),
})

/** How an agent is. */
export type AgentStatus = v.InferOutput<typeof agentStatus>
