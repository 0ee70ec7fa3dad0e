import type { Tell } from '../../../lib/notice/notice.ts'
import type { Clock } from '../../../lib/system/clock.ts'
import { backoff } from './backoff.ts'
import type { Delivery, Failure, Problem } from './courier.ts'
import { type Outage, watchOutage } from './outage.ts'

/** How delivery goes, for `status`; times are milliseconds since the epoch, counts go on over restarts. */
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

/** What is known of delivery from before a start. */
export type DeliveryBefore = Pick<DeliveryState, 'accepted' | 'rejected' | 'tries' | 'lastSuccess' | 'lastError'>

/** What the progress is made known with. */
export interface ProgressParts {
  /** Absent where nothing is known of it. */
  readonly before?: DeliveryBefore
  readonly clock: Pick<Clock, 'now'>
  /** A number in [0, 1). */
  readonly random: () => number
  readonly tell: Tell
  /** Hears the state at the start and after each change. */
  readonly onChange: (state: DeliveryState) => void
}

/** How delivery goes, and how long to rest after a failure. */
export class Progress {
  readonly #parts: ProgressParts
  readonly #outage: Outage
  #state: DeliveryState
  #failures = 0
  #rest = 0

  constructor(parts: ProgressParts) {
    this.#parts = parts
    this.#state = parts.before ?? { accepted: 0, rejected: 0, tries: 0 }
    this.#outage = watchOutage(parts.clock, parts.tell)
    this.#show({})
  }

  /** Milliseconds in which nothing may be tried; whoever takes them rests so long. */
  takeRest(): number {
    const rest = this.#rest
    this.#rest = 0
    return rest
  }

  get mustRest(): boolean {
    return this.#rest > 0
  }

  /** Failures in a row that said how the API is. */
  get failures(): number {
    return this.#failures
  }

  /** The API answered, though what became of the report is not on the disk yet: the next failure is the first again. */
  answered(): void {
    this.#failures = 0
  }

  /**
   * What became of a report. An answer ends an outage, and a failure makes the rest longer, where its request is
   * `recent`.
   */
  delivered(delivery: Delivery, isRecent: boolean): void {
    const tries = this.#state.tries + 1
    const at = this.#parts.clock.now()
    switch (delivery.result) {
      case 'accepted':
        this.#settled({ tries, accepted: this.#state.accepted + 1, lastSuccess: at }, isRecent)
        break
      case 'rejected':
        this.#settled(
          { tries, rejected: this.#state.rejected + 1, lastError: { at, reason: delivery.reason } },
          isRecent,
        )
        break
      case 'divided':
        this.#settled(
          {
            tries,
            accepted: this.#state.accepted + 1,
            rejected: this.#state.rejected + delivery.refused.length,
            lastSuccess: at,
            lastError: { at, reason: delivery.refused[0]?.reason ?? '' },
          },
          isRecent,
        )
        break
      case 'later':
        this.failed(delivery, isRecent)
        break
    }
  }

  /** A report, or the look for one, has to wait. */
  failed({ cause, reason, notBefore = 0 }: Failure, isRecent: boolean): void {
    const now = this.#parts.clock.now()
    if (isRecent) this.#failures += 1
    this.#outage.failed(cause, reason)
    // Of requests that went out together the first failure counts, and of all what the API named.
    const resting = isRecent ? now : Math.max(now, this.#state.nextTry ?? 0)
    const shortest = isRecent ? backoff(this.#failures, this.#parts.random) : 0
    const more = Math.max(shortest, notBefore - resting)
    this.#rest += more
    this.#show({
      tries: this.#state.tries + 1,
      problem: cause,
      lastError: { at: now, reason },
      nextTry: resting + more,
    })
  }

  /** One failed that had failed too often to say anything of the API; it is tried again in so many milliseconds. */
  failedAgain({ reason }: Failure, rest: number): void {
    const at = this.#parts.clock.now()
    this.#show({ tries: this.#state.tries + 1, lastError: { at, reason }, nextTry: at + rest })
  }

  /** Says that the spool works, and nothing of the API. */
  nothingWaits(): void {
    if (this.#state.problem === 'spool') this.#works({})
  }

  #settled(change: Partial<DeliveryState>, isRecent: boolean): void {
    if (isRecent) this.#works(change)
    else this.#show(change)
  }

  #works(change: Partial<DeliveryState>): void {
    this.#failures = 0
    this.#outage.over()
    this.#show({ ...change, nextTry: undefined, problem: undefined })
  }

  #show(change: Partial<DeliveryState>): void {
    this.#state = { ...this.#state, ...change }
    this.#parts.onChange(this.#state)
  }
}
