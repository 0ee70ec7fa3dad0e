import type { Clock } from '../../../lib/system/clock.ts'
import type { Waker } from '../../../lib/system/watching/waker.ts'
import type { WaitingReport } from '../../spool/reports/waiting-report.ts'
import { Courier, type CourierParts, type Next } from './courier.ts'
import { Progress, type ProgressParts } from './progress.ts'
import { RequestWindow } from './request-window.ts'
import { SetAside } from './set-aside.ts'

/** While so many moved reports wait for the disk, no other is sent. */
const MOST_MOVES = 64

/** What the loop works with. */
export interface TransmitParts extends ProgressParts, CourierParts {
  readonly clock: Clock
  /** So many requests may be under way at once. */
  readonly concurrency: number
  /** Hints that a report may have come into the outbox. */
  readonly waker: Waker
}

/**
 * Delivers what waits in the outbox until the signal is aborted; never rejects. Reports are sent oldest first, a few at
 * once. A report leaves the outbox only when the API has it or refuses it for good: every other try is made again,
 * after a backoff and not before the API allows, and until one succeeds there is one request at a time.
 */
export async function transmit(parts: TransmitParts): Promise<void> {
  await new Transmission(parts).run()
}

class Transmission {
  readonly #parts: TransmitParts
  readonly #courier: Courier
  readonly #window: RequestWindow
  readonly #progress: Progress
  readonly #setAside: SetAside
  /** Reports that are under way: being sent, or moved but not on the disk. */
  readonly #deliveries = new Set<Promise<void>>()
  /** Nothing waits that is not under way, as far as is known. */
  #isEmpty = false
  #isWaiting = false
  #changed = Promise.withResolvers<void>()

  constructor(parts: TransmitParts) {
    this.#parts = parts
    this.#courier = new Courier(parts)
    this.#window = new RequestWindow(parts.concurrency)
    this.#progress = new Progress(parts)
    this.#setAside = new SetAside(parts, () => this.#mayBeMore())
  }

  async run(): Promise<void> {
    const { clock, signal } = this.#parts
    while (!signal.aborted) {
      if (this.#progress.mustRest) await clock.sleep(this.#progress.takeRest(), signal)
      else if (this.#mayStart && !this.#isEmpty) await this.#startNext()
      else await this.#change()
    }
    await Promise.all(this.#deliveries)
  }

  get #mayStart(): boolean {
    return this.#window.isOpen && this.#deliveries.size < this.#parts.concurrency + MOST_MOVES
  }

  async #startNext(): Promise<void> {
    // Before the look, not after it: what comes while it lasts makes this untrue again.
    this.#isEmpty = true
    const next = await this.#courier.next()
    if (next.result === 'nothing') this.#progress.nothingWaits()
    if (next.result === 'nothing' || this.#isSetAside(next)) {
      // A waker has one who waits.
      if (this.#isEmpty && !this.#isWaiting) void this.#awaitHint()
      return
    }
    this.#isEmpty = false
    if (next.result === 'later') {
      this.#progress.failed(next, !this.#progress.mustRest)
      this.#window.failed()
    } else if (this.#progress.mustRest || !this.#mayStart || this.#parts.signal.aborted) {
      // Another one failed meanwhile.
      this.#courier.giveBack(next.report)
    } else {
      this.#start(next.report)
    }
  }

  /** Puts a report back that has to rest by itself: it comes after all others, so there are none. */
  #isSetAside(next: Next): boolean {
    if (next.result !== 'report' || !this.#setAside.isResting || !this.#courier.isSuspect(next.report)) return false
    this.#courier.giveBack(next.report)
    return true
  }

  #start(report: WaitingReport): void {
    const delivered = this.#deliver(report).finally(() => {
      this.#deliveries.delete(delivered)
      this.#changed.resolve()
    })
    this.#deliveries.add(delivered)
  }

  async #deliver(report: WaitingReport): Promise<void> {
    const wasSuspect = this.#courier.isSuspect(report)
    const request = this.#window.begin()
    const delivery = await this.#courier.carry(report, () => {
      request.end()
      const isRecent = request.isRecent()
      if (wasSuspect || (isRecent && this.#progress.failures > 0)) this.#setAside.free()
      if (isRecent) {
        this.#window.answered()
        this.#progress.answered()
      }
      this.#changed.resolve()
    })
    request.end()
    const isRecent = request.isRecent()
    if (delivery.result !== 'later') return this.#progress.delivered(delivery, isRecent)
    // A request that was given up to stop says nothing of the API.
    if (this.#parts.signal.aborted) return
    this.#isEmpty = false
    if (wasSuspect && this.#courier.isSuspect(report) && delivery.notBefore === undefined) {
      this.#progress.failedAgain(delivery, this.#setAside.failed(this.#progress.failures))
      return
    }
    if (isRecent) this.#window.failed()
    this.#progress.delivered(delivery, isRecent)
  }

  async #awaitHint(): Promise<void> {
    this.#isWaiting = true
    await this.#parts.waker.wake(this.#parts.signal)
    this.#isWaiting = false
    this.#mayBeMore()
  }

  #mayBeMore(): void {
    this.#isEmpty = false
    this.#changed.resolve()
  }

  /** Resolves when something has changed since the last call. */
  async #change(): Promise<void> {
    await this.#changed.promise
    this.#changed = Promise.withResolvers()
  }
}
