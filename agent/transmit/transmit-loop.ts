import { notices, type Tell } from '../notice.ts'
import type { Clock } from '../system/clock.ts'
import type { Waker } from '../system/waker.ts'
import { backoff } from './backoff.ts'
import { createCourier, type Outbox, type Problem } from './courier.ts'
import { watchOutage } from './outage.ts'
import type { SpoorApi } from './spoor-api.ts'

/** How delivery goes, for `status`; times are milliseconds since the epoch, counts are since the start. */
export interface DeliveryState {
  /** When the API last accepted a report. */
  readonly lastSuccess?: number
  /** The last try that failed; stays when delivery works again. */
  readonly lastError?: { readonly at: number; readonly reason: string }
  /** Present while a report waits to be tried again. */
  readonly nextTry?: number | undefined
  readonly accepted: number
  readonly rejected: number
  /** Tries, whatever became of them. */
  readonly tries: number
  /** Present while nothing can be delivered. */
  readonly problem?: Problem | undefined
}

/** What the loop works with. */
export interface TransmitParts {
  readonly outbox: Outbox
  readonly api: Pick<SpoorApi, 'send'>
  readonly clock: Clock
  /** A number in [0, 1). */
  readonly random: () => number
  readonly tell: Tell
  /** Hints that a report may have come into the outbox. */
  readonly waker: Waker
  /** Hears the state at the start and after each change. */
  readonly onChange: (state: DeliveryState) => void
  readonly signal: AbortSignal
}

/**
 * Delivers what waits in the outbox, the oldest first and one at a time, until the signal is aborted; never rejects.
 * A report leaves the outbox only when the API has it or refuses it for good: every other try is made again, after a
 * backoff and not before the API allows.
 */
export async function transmit(parts: TransmitParts): Promise<void> {
  const { clock, tell, signal } = parts
  const deliverNext = createCourier(parts.outbox, parts.api, signal)
  const outage = watchOutage(clock, tell)
  let failures = 0
  let state: DeliveryState = { accepted: 0, rejected: 0, tries: 0 }
  const show = (change: Partial<DeliveryState>): void => {
    state = { ...state, ...change }
    parts.onChange(state)
  }
  const works = (change: Partial<DeliveryState>): void => {
    failures = 0
    outage.over()
    show({ ...change, nextTry: undefined, problem: undefined })
  }

  show({})
  while (!signal.aborted) {
    const delivery = await deliverNext()
    const now = clock.now()
    const tries = state.tries + 1
    switch (delivery.result) {
      case 'nothing':
        // Says that the spool works again, and nothing of the API.
        if (state.problem === 'spool') works({})
        await parts.waker.wake(signal)
        break
      case 'accepted':
        works({ tries, accepted: state.accepted + 1, lastSuccess: now })
        break
      case 'rejected':
        tell(notices.reportRejected(delivery.name, delivery.reason))
        works({ tries, rejected: state.rejected + 1, lastError: { at: now, reason: delivery.reason } })
        break
      case 'later': {
        // A request that was given up to stop says nothing of the API.
        if (signal.aborted) break
        const { cause, reason, notBefore = 0 } = delivery
        failures += 1
        outage.failed(cause, reason)
        const wait = Math.max(backoff(failures, parts.random), notBefore - now)
        show({ tries, problem: cause, lastError: { at: now, reason }, nextTry: now + wait })
        await clock.sleep(wait, signal)
        break
      }
    }
  }
}
