import type { Tell } from '../../../lib/notice/notice.ts'
import type { Clock } from '../../../lib/system/clock.ts'
import { inWords } from '../../../lib/terminal/duration.ts'
import { deliveryNotices } from '../notices.ts'
import type { Problem } from './courier.ts'

const BEGINS = {
  api: deliveryNotices.apiUnreachable,
  configuration: deliveryNotices.apiRefuses,
  spool: deliveryNotices.spoolUnusable,
}

/**
 * A time in which nothing is delivered, told once when it begins and once when it ends, however many tries it takes.
 */
export interface Outage {
  /** One more try failed. */
  failed(problem: Problem, reason: string): void
  /** Delivery works; says so if it had not. */
  over(): void
}

/** Watches for outages; what of them concerns the API, the configuration and the spool is each told once. */
export function watchOutage(clock: Pick<Clock, 'now'>, tell: Tell): Outage {
  const told = new Set<string>()
  let since = 0
  let tries = 0
  return {
    failed(problem, reason) {
      if (tries === 0) since = clock.now()
      tries += 1
      // An API that restarts is refused, then answers 502: one outage.
      const subject = problem === 'network' ? 'api' : problem
      if (!told.has(subject)) tell(BEGINS[subject](reason))
      told.add(subject)
    },
    over() {
      if (tries === 0) return
      const length = inWords(clock.now() - since)
      tell(
        told.has('api') || told.has('configuration')
          ? deliveryNotices.apiReachable(tries, length)
          : deliveryNotices.spoolUsable(length),
      )
      told.clear()
      tries = 0
    },
  }
}
