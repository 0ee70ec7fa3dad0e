import * as v from 'valibot'
import { ROW } from '../../../lib/traffic/interval-rows.ts'
import { savedAccessLog } from './access-log.ts'
import { savedBoard } from './guard-board.ts'
import { NO_REQUESTS } from './host-interval.ts'
import { NOTHING_TOLD } from './minute-totals.ts'
import { savedWebLogins } from './web-logins.ts'

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const row = v.pipe(v.array(number), v.length(ROW))
/** See `SavedNames`: the number of a name may be lower than the one before. */
const rows = v.array(v.pipe(v.number(), v.safeInteger()))
const interval = v.strictTuple([number, row, rows])

/**
 * The state of a `TrafficCounter`, as plain JSON. Each name of a virtual host is written once, in `names`; all else has
 * their numbers. An interval is its beginning, the numbers of all requests, and the rows of virtual hosts.
 */
const savedTraffic = v.strictObject({
  version: v.literal(1),
  interval: number,
  outOfOrder: number,
  names: v.array(v.pipe(v.string(), v.maxLength(253))),
  /** All intervals of the host that begin before are closed. */
  boundary: v.nullable(number),
  /** See `ToldMinutes`. */
  told: v.strictObject({ last: v.nullable(number), setBack: number, until: number }),
  /** By their paths; those of which all is usual are not here. */
  logs: v.record(v.string(), savedAccessLog),
  /** Intervals that wait for logs. */
  waiting: v.array(interval),
  /** The minute that was not told yet. */
  minute: v.nullable(interval),
  /** Since ever. */
  sums: v.strictTuple([row, rows]),
  boards: v.array(savedBoard),
  logins: v.optional(savedWebLogins),
})

/** See `savedTraffic`. */
export type SavedTraffic = v.InferOutput<typeof savedTraffic>

/** What the state belongs to. */
type Settings = Pick<SavedTraffic, 'interval' | 'outOfOrder'>

/** A saved state; that of a beginning for what is none: of another version, of other intervals, or damaged. */
export function readTraffic(saved: unknown, { interval, outOfOrder }: Settings): SavedTraffic {
  const { success, output } = v.safeParse(savedTraffic, saved)
  if (success && output.interval === interval && output.outOfOrder === outOfOrder) return output
  return {
    version: 1,
    interval,
    outOfOrder,
    names: [],
    boundary: null,
    told: NOTHING_TOLD,
    logs: {},
    waiting: [],
    minute: null,
    sums: [NO_REQUESTS, []],
    boards: [],
  }
}
