import type { Clock } from '../../../lib/system/clock.ts'
import type { ReportClient } from '../spoor-api/report-client.ts'

/** What sends. */
type Sender = Pick<ReportClient, 'send'>

/**
 * Lets a request begin `interval` milliseconds after the one before it at the earliest, in the order in which they
 * come; `elapsed` in milliseconds by a clock that never steps. Without an interval it changes nothing.
 */
export function throttled(
  sender: Sender,
  interval: number | undefined,
  clock: Pick<Clock, 'sleep'>,
  elapsed: () => number,
): Sender {
  if (interval === undefined) return sender
  let free = -Infinity
  return {
    async send(report, signal) {
      const now = elapsed()
      const begin = Math.max(free, now)
      free = begin + interval
      if (begin > now) await clock.sleep(begin - now, signal)
      return sender.send(report, signal)
    },
  }
}
