import type { Clock } from '../../../../lib/system/clock.ts'
import type { ClosableWaker } from '../../../../lib/system/watching/waker.ts'
import { TrafficGuard } from '../../../../lib/traffic/guard/traffic-guard.ts'
import { IntervalFold } from '../../../../lib/traffic/interval-fold.ts'
import type { TrafficSink } from '../../../../lib/traffic/interval.ts'
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

/** Logs that are held open at once. */
const OPEN_FILES = 24

/** What watching works with. */
interface WatchParts {
  /** Absolute paths of logs. */
  readonly files: readonly string[]
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
}

/** Follows logs from their ends, whatever rotation does, and shows what is added, until the signal is aborted. */
export async function watchTraffic(parts: WatchParts): Promise<void> {
  const { files, request, view, clock, signal } = parts
  const { interval, rule, top } = request
  const failure = new AbortController()
  const either = AbortSignal.any([signal, failure.signal])
  const tops = topListsOf(request)
  const guard = new TrafficGuard(rule, interval, (word) => view.said(word))
  const sink: TrafficSink = {
    counted: (line) => tops.count(line),
    closed: (closed) => {
      view.closed(closed, () => tops.certain(top))
      judgeInterval(guard, closed, interval)
    },
    passed: (boundary) => guard.passed(boundary),
  }
  const fold = new IntervalFold({ interval, outOfOrder: OUT_OF_ORDER })
  const formats = new FormatChoice(request.format, view)
  const now = (): number => Math.floor(clock.now() / 1000)
  const logs = files.map((path): WatchedLog => {
    const vhost = vhostOfLog(path)
    const from = vhost === undefined ? {} : { vhost }
    const lines = formats.linesOf(path, (line, parser) => fold.take(line, parser, { now: now(), ...from }, sink))
    return { path, lines }
  })
  const turns = new Turns(OPEN_FILES)
  const tick = async (): Promise<void> => {
    while (!either.aborted) {
      await clock.sleep(TICK, either)
      for (const { lines } of logs) lines.settle()
      fold.advance(now(), sink)
    }
  }
  const fail = (error: unknown): never => {
    failure.abort()
    throw error
  }
  const work = [tick(), ...logs.map((log) => followLog(log, { ...parts, turns, signal: either }))]
  for (const result of await Promise.allSettled(work.map((each) => each.catch(fail))))
    if (result.status === 'rejected') throw result.reason
}

async function followLog(
  { path, lines }: WatchedLog,
  { view, clock, elapsed, wakerOf, signal, turns }: WatchParts & { readonly turns: Turns },
): Promise<void> {
  const waker = wakerOf(path)
  const batches = follow<never>({
    source: 'traffic',
    path,
    isOneOfMany: false,
    start: 'end',
    from: undefined,
    needles: 'every line',
    take: ({ bytes }) => {
      lines.take(bytes)
      return []
    },
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
