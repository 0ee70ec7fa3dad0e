import type { Tell } from '../../../lib/notice/notice.ts'
import type { Clock } from '../../../lib/system/clock.ts'
import { inWords } from '../../../lib/time/duration.ts'
import { deliveryNotices } from '../notices.ts'
import type { OutageNotices } from '../receiver.ts'
import type { DeliveryProblem } from './courier.ts'

/** A time without delivery: one notice when it begins and one when it ends, however many tries it takes. */
export interface Outage {
  /** One more try failed. */
  failed(problem: DeliveryProblem, reason: string): void
  /** Delivery works; says so if it had not. */
  over(): void
}

/**
 * Watches for outages of one receiver. Trouble with the receiver, the configuration and the spool is each told once.
 */
export function watchOutage(notices: OutageNotices, clock: Pick<Clock, 'now'>, tell: Tell): Outage {
  const begins = {
    receiver: notices.unreachable,
    configuration: notices.refuses,
    spool: deliveryNotices.spoolUnusable,
  }
  const told = new Set<string>()
  let since = 0
  let tries = 0
  return {
    failed(problem, reason) {
      if (tries === 0) since = clock.now()
      tries += 1
      // A receiver that restarts refuses connections, then answers 502: one outage.
      const subject = problem === 'network' ? 'receiver' : problem
      if (!told.has(subject)) tell(begins[subject](reason))
      told.add(subject)
    },
    over() {
      if (tries === 0) return
      const length = inWords(clock.now() - since)
      const isReceiver = told.has('receiver') || told.has('configuration')
      tell(isReceiver ? notices.reachable(tries, length) : deliveryNotices.spoolUsable(length))
      told.clear()
      tries = 0
    },
  }
}
