import type { Clock } from '../../../lib/system/clock.ts'
import type { Waker } from '../../../lib/system/watching/waker.ts'
import type { WaitingReport } from '../../spool/reports/waiting-report.ts'
import type { Receiver } from '../receiver.ts'
import { Courier, type CourierParts, type Next } from './courier.ts'
import { Progress, type ProgressParts } from './progress.ts'
import { RequestWindow } from './request-window.ts'
import { SetAside } from './set-aside.ts'

/** While this many moved reports wait for the disk, no more are sent. */
const MOST_MOVES = 64

/** What the loop works with. */
export interface TransmitParts<Projection> extends Omit<ProgressParts, 'notices'>, CourierParts<Projection> {
  readonly receiver: Omit<Receiver<Projection>, 'close'>
  readonly clock: Clock
  /** The most requests under way at once. */
  readonly concurrency: number
  /** Wakes when a report may have come into the queue. */
  readonly waker: Waker
  /** Present if delivery ends by itself: aborted when nothing more comes into the queue. */
  readonly once?: AbortSignal | undefined
}

/**
 * Delivers to one receiver what waits in its queue, until the signal is aborted; never rejects. Sends the oldest report
 * first, a few at once. A report leaves the queue only when the receiver has it or refuses it for good: after any other
 * outcome it is tried again, after a backoff and not before the receiver allows, and until a try succeeds there is one
 * request at a time. With `once` it ends when the queue is empty or a try fails; resolves with whether none did.
 */
export async function transmit<Projection>(parts: TransmitParts<Projection>): Promise<boolean> {
  return new Transmission(parts).run()
}

class Transmission<Projection> {
  readonly #parts: TransmitParts<Projection>
  readonly #courier: Courier<Projection>
  readonly #window: RequestWindow
  readonly #progress: Progress
  readonly #setAside: SetAside
  /** Reports under way: being sent, or moved but not yet on the disk. */
  readonly #deliveries = new Set<Promise<void>>()
  /** Whether everything that waits is under way, as far as is known. */
  #isEmpty = false
  #isWaiting = false
  #changed = Promise.withResolvers<void>()

  constructor(parts: TransmitParts<Projection>) {
    this.#parts = parts
    this.#courier = new Courier(parts)
    this.#window = new RequestWindow(parts.concurrency)
    this.#progress = new Progress({ ...parts, notices: parts.receiver.notices })
    this.#setAside = new SetAside(parts, () => this.#mayBeMore())
  }

  async run(): Promise<boolean> {
    const { clock, signal, once } = this.#parts
    once?.addEventListener('abort', () => this.#mayBeMore())
    while (!signal.aborted && !this.#isDone) {
      if (this.#progress.mustRest) await clock.sleep(this.#progress.takeRest(), signal)
      else if (this.#mayStart && !this.#isEmpty) await this.#startNext()
      else await this.#change()
    }
    const hasFailed = this.#progress.mustRest
    await Promise.all(this.#deliveries)
    return !hasFailed
  }

  /** Whether delivery with `once` is over. */
  get #isDone(): boolean {
    const { once } = this.#parts
    if (once === undefined) return false
    return this.#progress.mustRest || (once.aborted && this.#isEmpty && this.#deliveries.size === 0)
  }

  get #mayStart(): boolean {
    return this.#window.isOpen && this.#deliveries.size < this.#parts.concurrency + MOST_MOVES
  }

  async #startNext(): Promise<void> {
    // Set before the look, because a report that comes meanwhile resets it.
    this.#isEmpty = true
    const next = await this.#courier.next()
    if (next.result === 'nothing') this.#progress.mended('spool')
    if (next.result === 'nothing' || this.#isSetAside(next)) {
      // A waker serves one waiter.
      if (this.#isEmpty && !this.#isWaiting) void this.#awaitHint()
      return
    }
    this.#isEmpty = false
    if (next.result === 'later') {
      this.#progress.failed(next, !this.#progress.mustRest)
      this.#window.failed()
    } else if (this.#progress.mustRest || !this.#mayStart || this.#parts.signal.aborted) {
      // Another report failed meanwhile.
      this.#courier.giveBack(next.report)
    } else {
      this.#start(next.report)
    }
  }

  /** Puts back a report that is set aside and must rest. It comes after all others, so no other waits. */
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
    const delivery = await this.#courier.carry(report, ({ result }) => {
      request.end()
      this.#changed.resolve()
      // Nothing was sent.
      if (result === 'unwanted') return
      const isRecent = request.isRecent()
      if (wasSuspect || (isRecent && this.#progress.failures > 0)) this.#setAside.free()
      if (isRecent) {
        this.#window.answered()
        this.#progress.answered()
      }
    })
    request.end()
    const isRecent = request.isRecent()
    if (delivery.result !== 'later') return this.#progress.delivered(delivery, isRecent)
    // A request that was given up to stop says nothing about the receiver.
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
