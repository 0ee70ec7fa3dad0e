import { systemClock } from '../../lib/system/clock.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'

/** Since when the reader of a log has not been at its end: costs nothing for each line. */
export class Behind {
  readonly #show: () => void
  /** In milliseconds since the epoch; null while it waits at the end for more. */
  #since: number | null
  #told: number | null = null

  /** `show` is called when the end is reached of a log that was told to be behind. */
  constructor(since: number, show: () => void) {
    this.#since = since
    this.#show = show
  }

  /** For the snapshot. */
  shown(): Pick<SourceSnapshot, 'behindSince'> {
    this.#told = this.#since
    return { behindSince: this.#since }
  }

  /** Whether the snapshot says that it is at the end, or since another time that it is not. */
  get isUntold(): boolean {
    return this.#told !== this.#since
  }

  /** The same waker: who waits has read all there was, and who was woken, or stops waiting, has not. */
  watch(waker: ClosableWaker): ClosableWaker {
    return {
      wake: async (...how) => {
        this.#since = null
        if (this.isUntold) this.#show()
        await waker.wake(...how)
        this.#since = systemClock.now()
      },
      hint: () => waker.hint(),
      close: () => waker.close(),
    }
  }
}
