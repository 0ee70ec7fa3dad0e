import type { TrafficGuard } from '../../../lib/traffic/guard/traffic-guard.ts'
import type { ClosedInterval } from '../../../lib/traffic/interval.ts'

/** Lets a guard judge an interval of so many seconds, also what came late in it; intervals come in their order. */
export function judgeInterval(
  guard: TrafficGuard,
  { start, requests, bytes, classes }: Pick<ClosedInterval, 'start' | 'requests' | 'bytes' | 'classes'>,
  seconds: number,
): void {
  guard.passed(start)
  guard.count({ start, at: start, requests, bytes, errors: classes[4] })
  guard.passed(start + seconds)
}
