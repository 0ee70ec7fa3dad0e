import type { Clock } from '../../lib/system/clock.ts'
import type { HeldQueue } from '../spool/cursor/held-queue.ts'

/** Milliseconds until the cursor is saved where only unwanted reports came. */
const SAVING = 60_000

/** Saves the cursor of an alert now and then, where nothing else does. */
export class Saving {
  readonly #queue: HeldQueue
  readonly #clock: Clock
  #since: number | undefined

  constructor({ queue, clock }: { readonly queue: HeldQueue; readonly clock: Clock }) {
    this.#queue = queue
    this.#clock = clock
  }

  /** When it is to be saved, in milliseconds since the epoch; undefined if it is. */
  get due(): number | undefined {
    return this.#queue.isUnsaved && this.#since !== undefined ? this.#since + SAVING : undefined
  }

  /** Saves it if it is time, or if that is the last chance. */
  async sometimes(isLast: boolean): Promise<void> {
    if (!this.#queue.isUnsaved) {
      this.#since = undefined
      return
    }
    const now = this.#clock.now()
    this.#since ??= now
    if (!isLast && Math.abs(now - this.#since) < SAVING) return
    await this.#queue.save()
    this.#since = undefined
  }
}
