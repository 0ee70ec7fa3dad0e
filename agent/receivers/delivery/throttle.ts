import type { Clock } from '../../../lib/system/clock.ts'
import type { Receiver } from '../receiver.ts'

type Send<Projection> = Receiver<Projection>['send']

/**
 * Lets requests begin at least `interval` milliseconds apart, in the order in which they come; `elapsed` is
 * milliseconds by a clock that never steps. Without an interval it changes nothing.
 */
export function throttled<Projection>(
  send: Send<Projection>,
  interval: number | undefined,
  clock: Pick<Clock, 'sleep'>,
  elapsed: () => number,
): Send<Projection> {
  if (interval === undefined) return send
  let free = -Infinity
  return async (projection, signal) => {
    const now = elapsed()
    const begin = Math.max(free, now)
    free = begin + interval
    if (begin > now) await clock.sleep(begin - now, signal)
    return send(projection, signal)
  }
}
