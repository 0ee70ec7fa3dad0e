import { systemClock } from '../../lib/system/clock.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'

/** Since when the reader of a log has not been at its end: costs nothing for each line. */
export class Behind {
  readonly #show: () => void
  readonly #hasEnd: boolean
  /** In milliseconds since the epoch; null while it waits at the end for more. */
  #since: number | null
  #told: number | null = null

  /** `show` is called when the end is reached of a log that was told to be behind; what has no end never is. */
  constructor(hasEnd: boolean, since: number, show: () => void) {
    this.#hasEnd = hasEnd
    this.#since = since
    this.#show = show
  }

  /** For the snapshot. */
  shown(): Pick<SourceSnapshot, 'behindSince'> {
    if (!this.#hasEnd) return {}
    this.#told = this.#since
    return { behindSince: this.#since }
  }

  /** Has it shown if the snapshot says that it is at the end, or not since then, and that is no longer so. */
  showNews(): void {
    if (this.#hasEnd && this.#told !== this.#since) this.#show()
  }

  /** The same waker: who waits has read all there was, and who was woken, or stops waiting, has not. */
  watch(waker: ClosableWaker): ClosableWaker {
    return {
      wake: async (...how) => {
        this.#since = null
        this.showNews()
        await waker.wake(...how)
        this.#since = systemClock.now()
      },
      hint: () => waker.hint(),
      close: () => waker.close(),
    }
  }
}
