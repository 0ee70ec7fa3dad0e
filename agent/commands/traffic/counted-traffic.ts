import { randomBytes } from 'node:crypto'
import { systemClock } from '../../../lib/system/clock.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { IntervalFold } from '../../../lib/traffic/interval-fold.ts'
import type { TrafficSink } from '../../../lib/traffic/interval.ts'
import { TopLists } from '../../../lib/traffic/top-lists.ts'
import { vhostOfLog } from '../../counters/traffic/site-log.ts'
import type { LogLines } from '../log-lines.ts'
import { FormatChoice } from './format-choice.ts'
import { LargestRequests } from './largest-requests.ts'
import { TrafficNumbers, type TrafficResult } from './traffic-numbers.ts'
import type { TrafficRequest } from './traffic-request.ts'
import type { TrafficScene } from './traffic-scene.ts'

/** How much later than another a line may come and still count where it belongs, in seconds. */
export const OUT_OF_ORDER = 10

/** How far a clock may be ahead of ours, in seconds. */
const AHEAD = 10

/** Slots of each list of keys. */
const SLOTS = 1024

/** What reading logs to their ends works with. */
interface OnceScene extends Pick<TrafficScene, 'files' | 'screen'> {
  readonly request: TrafficRequest
  readonly lines: LogLines
}

/** The lists of keys that are asked for. */
export function topListsOf({ keys }: Pick<TrafficRequest, 'keys'>): TopLists {
  const seed = randomBytes(8)
  const lists = keys.flatMap((key) => [{ key, by: 'requests' } as const, { key, by: 'bytes' } as const])
  return new TopLists(lists, { slots: SLOTS, seed: [seed.readInt32LE(0), seed.readInt32LE(4)] })
}

/** Counts all requests in logs. Throws `ActionNeeded`. */
export async function countedTraffic({ request, files, lines, screen }: OnceScene): Promise<TrafficResult> {
  const { interval, rule, top } = request
  const formats = new FormatChoice(request.format, screen)
  const [numbers, tops] = [new TrafficNumbers(), topListsOf(request)]
  const sink: TrafficSink = { counted: (line) => tops.count(line), closed: (closed) => numbers.closed(closed) }
  for (const file of files) {
    // Each has its own: logs are read one after the other, and none is late because of another.
    const fold = new IntervalFold({ interval, outOfOrder: OUT_OF_ORDER })
    const vhost = vhostOfLog(file)
    const log = formats.linesOf(file, (block, parser) => fold.take(block, parser, takenNow(vhost), sink))
    await lines.blocksOf(file, (block) => log.take(block))
    log.settle()
    fold.advance(now() + AHEAD + interval + OUT_OF_ORDER, sink)
  }
  const result = numbers.result(rule, interval, tops.certain(top))
  const { requests, unrecognised, late, future } = result.total
  const further = `late: ${late}; ahead of the clock: ${future}; lines of another format: ${unrecognised}`
  screen.say(`Read: ${counted(requests, 'request')}; ${further}.`)
  return result
}

/** Finds the largest requests in logs. Throws `ActionNeeded`. */
export async function largestInLogs({ request, files, lines, screen }: OnceScene): Promise<LargestRequests> {
  const formats = new FormatChoice(request.format, screen)
  const largest = new LargestRequests(request.top)
  for (const file of files) {
    const vhost = vhostOfLog(file)
    const log = formats.linesOf(file, (block, parser) => {
      parser.begin(block)
      for (let at = 0; at < block.length;) {
        at = parser.read(at)
        if (parser.line.isRecognised) largest.take(parser.line, vhost)
      }
    })
    await lines.blocksOf(file, (block) => log.take(block))
    log.settle()
  }
  return largest
}

function now(): number {
  return Math.floor(systemClock.now() / 1000)
}

function takenNow(vhost: string | undefined): { readonly now: number; readonly vhost?: string } {
  return vhost === undefined ? { now: now() } : { now: now(), vhost }
}
