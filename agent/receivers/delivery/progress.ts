import type { Tell } from '../../../lib/notice/notice.ts'
import type { Clock } from '../../../lib/system/clock.ts'
import { backoff } from '../../../lib/time/backoff.ts'
import type { OutageNotices } from '../receiver.ts'
import type { Carried, Failure, DeliveryProblem } from './courier.ts'
import { type Outage, watchOutage } from './outage.ts'

/** How delivery to one receiver goes, for `status`. Times are milliseconds since the epoch; counts survive restarts. */
export interface DeliveryState {
  /** When the receiver last accepted a report. */
  readonly lastSuccess?: number
  /** The last try that failed; kept when delivery works again. */
  readonly lastError?: { readonly at: number; readonly reason: string }
  /** Present while a report waits for another try. */
  readonly nextTry?: number | undefined
  readonly accepted: number
  readonly rejected: number
  /** Tries, whatever their outcome. */
  readonly tries: number
  /** Present while nothing can be delivered. */
  readonly problem?: DeliveryProblem | undefined
}

/** The counts of the previous process. */
export type DeliveryBefore = Pick<DeliveryState, 'accepted' | 'rejected' | 'tries' | 'lastSuccess' | 'lastError'>

/** What progress works with. */
export interface ProgressParts {
  /** Absent if nothing was counted before. */
  readonly before?: DeliveryBefore
  readonly clock: Pick<Clock, 'now'>
  /** A number in [0, 1). */
  readonly random: () => number
  readonly notices: OutageNotices
  readonly tell: Tell
  /** Gets the state at the start and after each change. */
  readonly onChange: (state: DeliveryState) => void
}

/** How delivery to one receiver goes, and how long to rest after a failure. */
export class Progress {
  readonly #parts: ProgressParts
  readonly #outage: Outage
  #state: DeliveryState
  #failures = 0
  #rest = 0

  constructor(parts: ProgressParts) {
    this.#parts = parts
    this.#state = parts.before ?? { accepted: 0, rejected: 0, tries: 0 }
    this.#outage = watchOutage(parts.notices, parts.clock, parts.tell)
    this.#show({})
  }

  /** For how many milliseconds nothing may be tried. The caller rests that long: the next call returns 0. */
  takeRest(): number {
    const rest = this.#rest
    this.#rest = 0
    return rest
  }

  get mustRest(): boolean {
    return this.#rest > 0
  }

  /** Failures in a row that said something about the receiver. */
  get failures(): number {
    return this.#failures
  }

  /** The receiver answered: the next failure is the first again. The report may not have reached its place yet. */
  answered(): void {
    this.#failures = 0
  }

  /**
   * Notes what became of a report. If its request was recent, an answer ends an outage, and a failure makes the rest
   * longer.
   */
  delivered(delivery: Carried, isRecent: boolean): void {
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
      case 'unwanted':
        this.mended('spool')
        break
      case 'later':
        this.failed(delivery, isRecent)
        break
    }
  }

  /** A report, or the look for one, must wait. */
  failed({ cause, reason, notBefore = 0 }: Failure, isRecent: boolean): void {
    const now = this.#parts.clock.now()
    if (isRecent) this.#failures += 1
    this.#outage.failed(cause, reason)
    // Of parallel requests only the first failure counts, but any Retry-After does.
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

  /**
   * Notes the failure of a suspect, which says nothing about the receiver; `rest` is the milliseconds to its next try.
   */
  failedAgain({ reason }: Failure, rest: number): void {
    const at = this.#parts.clock.now()
    this.#show({ tries: this.#state.tries + 1, lastError: { at, reason }, nextTry: at + rest })
  }

  /** Such a problem is over, which says nothing about others. */
  mended(problem: DeliveryProblem): void {
    if (this.#state.problem === problem) this.#works({})
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
