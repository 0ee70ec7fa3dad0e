import type { Clock } from '../../../lib/system/clock.ts'
import { backoff } from './backoff.ts'

/** What those set aside rest with. */
export interface SetAsideParts {
  readonly clock: Pick<Clock, 'sleep'>
  /** A number in [0, 1). */
  readonly random: () => number
  readonly signal: AbortSignal
}

/**
 * The rest of reports at which the API failed time and again. That says little of the API, so they have a backoff of
 * their own, one for all of them: nothing else that waits, or comes, has to wait with them.
 */
export class SetAside {
  readonly #parts: SetAsideParts
  readonly #onOver: () => void
  #failures = 0
  #rest: AbortController | undefined

  /** `onOver` hears when one may be tried again. */
  constructor(parts: SetAsideParts, onOver: () => void) {
    this.#parts = parts
    this.#onOver = onOver
  }

  /** Whether none of them may be tried. */
  get isResting(): boolean {
    return this.#rest !== undefined
  }

  /**
   * The API failed at one of them, after so many failures in a row of whatever; milliseconds until one may be tried
   * again.
   */
  failed(before: number): number {
    this.#failures = Math.max(this.#failures, before) + 1
    const milliseconds = backoff(this.#failures, this.#parts.random)
    void this.#takeRest(milliseconds)
    return milliseconds
  }

  /** The API works again, or took one of them: they may be tried at once. */
  free(): void {
    this.#failures = 0
    this.#rest?.abort()
    this.#end()
  }

  async #takeRest(milliseconds: number): Promise<void> {
    const { clock, signal } = this.#parts
    this.#rest?.abort()
    const rest = new AbortController()
    this.#rest = rest
    await clock.sleep(milliseconds, AbortSignal.any([signal, rest.signal]))
    if (this.#rest === rest) this.#end()
  }

  #end(): void {
    this.#rest = undefined
    this.#onOver()
  }
}
