import type { Clock } from '../../../../lib/system/clock.ts'
import { eitherSignal } from '../../../../lib/system/either-signal.ts'
import type { ClosableWaker } from '../../../../lib/system/watching/waker.ts'
import { TrafficGuard } from '../../../../lib/traffic/guard/traffic-guard.ts'
import { IntervalFold } from '../../../../lib/traffic/interval-fold.ts'
import type { TrafficSink } from '../../../../lib/traffic/interval.ts'
import { SlidingTopLists } from '../../../../lib/traffic/sliding-top-lists.ts'
import { vhostOfLog } from '../../../counters/traffic/site-log.ts'
import { follow } from '../../../follow/follow.ts'
import { ReadRateLimit } from '../../../follow/read-rate-limit.ts'
import { Turns } from '../../../follow/turns.ts'
import type { AccessLines } from '../access-lines.ts'
import { OUT_OF_ORDER, topListsOf } from '../counted-traffic.ts'
import { FormatChoice } from '../format-choice.ts'
import { judgeInterval } from '../judged-interval.ts'
import type { TrafficRequest } from '../traffic-request.ts'
import type { TrafficView } from './traffic-view.ts'

/** How often the clock closes intervals, in milliseconds. */
const TICK = 1000

/** After so many of these it looks for new logs. */
const TICKS_PER_LOOK = 10

/** Of how long lists are, at most, in seconds. */
const SLIDING = 300

/** Logs that are held open at once. */
const OPEN_FILES = 24

/** What watching works with. */
interface WatchParts {
  /** Absolute paths of logs. */
  readonly files: readonly string[]
  /** Looks for logs that are there now, perhaps further ones; undefined if only `files` are meant. */
  readonly newLogs?: (() => Promise<readonly string[]>) | undefined
  readonly request: TrafficRequest
  readonly view: TrafficView
  readonly clock: Clock
  /** Milliseconds by a monotonic clock. */
  readonly elapsed: () => number
  readonly wakerOf: (path: string) => ClosableWaker
  readonly signal: AbortSignal
}

/** One log of those that are watched. */
interface WatchedLog {
  readonly path: string
  readonly lines: AccessLines
  /** Where it is read from. */
  readonly start: 'end' | 'beginning'
}

/** Follows logs from their ends, whatever rotation does, and shows what is added, until the signal is aborted. */
export async function watchTraffic(parts: WatchParts): Promise<void> {
  const { files, newLogs, request, view, clock, signal } = parts
  const { interval, rule, top } = request
  const failure = new AbortController()
  const either = eitherSignal(signal, failure.signal)
  const tops = new SlidingTopLists(() => topListsOf(request), SLIDING)
  const guard = new TrafficGuard(rule, interval, (word) => view.said(word))
  const sink: TrafficSink = {
    counted: (line) => tops.count(line),
    closed: (closed) => {
      view.closed(closed, () => tops.certain(top))
      judgeInterval(guard, closed, interval)
    },
    passed: (boundary) => {
      guard.passed(boundary)
      tops.passed(boundary)
    },
  }
  const fold = new IntervalFold({ interval, outOfOrder: OUT_OF_ORDER })
  const formats = new FormatChoice(request.format, view)
  const now = (): number => Math.floor(clock.now() / 1000)
  const turns = new Turns(OPEN_FILES)
  const logs = new Map<string, WatchedLog>()
  const following: Promise<void>[] = []
  const fail = (error: unknown): never => {
    failure.abort()
    throw error
  }
  const watch = (path: string, start: WatchedLog['start']): void => {
    const vhost = vhostOfLog(path)
    const from = vhost === undefined ? {} : { vhost }
    const lines = formats.linesOf(path, (block, parser) => fold.take(block, parser, { now: now(), ...from }, sink))
    const log = { path, lines, start }
    logs.set(path, log)
    following.push(followLog(log, { ...parts, turns, signal: either }).catch(fail))
  }
  const tick = async (): Promise<void> => {
    for (let ticks = 1; !either.aborted; ticks += 1) {
      await clock.sleep(TICK, either)
      for (const { lines } of logs.values()) lines.settle()
      fold.advance(now(), sink)
      if (newLogs === undefined || ticks % TICKS_PER_LOOK !== 0) continue
      // A log that is new has nothing that was not written just now.
      for (const path of await newLogs()) if (!logs.has(path)) watch(path, 'beginning')
    }
  }
  for (const path of files) watch(path, 'end')
  const [ticked] = await Promise.allSettled([tick().catch(fail)])
  for (const result of [ticked, ...(await Promise.allSettled(following))])
    if (result.status === 'rejected') throw result.reason
}

async function followLog(
  { path, lines, start }: WatchedLog,
  { view, clock, elapsed, wakerOf, signal, turns }: WatchParts & { readonly turns: Turns },
): Promise<void> {
  const waker = wakerOf(path)
  const batches = follow<never>({
    source: 'traffic',
    path,
    isOneOfMany: false,
    start,
    from: undefined,
    needles: 'every line',
    take: () => [],
    takeBlock: (block) => lines.take(block),
    takeGap: () => [],
    most: Infinity,
    tell: ({ severity, text }) => (severity === 'info' ? undefined : view.say(text)),
    waker,
    turns,
    rateLimit: new ReadRateLimit(Infinity, elapsed),
    clock,
    elapsed,
    signal,
  })
  try {
    // All is done with each line.
    for await (const _ of batches);
  } finally {
    waker.close()
  }
}
