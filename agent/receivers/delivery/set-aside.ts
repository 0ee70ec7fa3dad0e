import type { Clock } from '../../../lib/system/clock.ts'
import { eitherSignal } from '../../../lib/system/either-signal.ts'
import { backoff } from '../../../lib/time/backoff.ts'

/** What the rests are taken with. */
export interface SetAsideParts {
  readonly clock: Pick<Clock, 'sleep'>
  /** A number in [0, 1). */
  readonly random: () => number
  readonly signal: AbortSignal
}

/**
 * When suspects, reports that failed several times in a row, may be tried again. Their failures say little about the
 * receiver, so they share a backoff of their own, and no other report waits with them.
 */
export class SetAside {
  readonly #parts: SetAsideParts
  readonly #onOver: () => void
  #failures = 0
  #rest: AbortController | undefined

  /** `onOver` is called when one of them may be tried again. */
  constructor(parts: SetAsideParts, onOver: () => void) {
    this.#parts = parts
    this.#onOver = onOver
  }

  /** Whether none of them may be tried. */
  get isResting(): boolean {
    return this.#rest !== undefined
  }

  /**
   * Notes that one of them failed, after `before` failures in a row of any report. Returns the milliseconds until one
   * may be tried again.
   */
  failed(before: number): number {
    this.#failures = Math.max(this.#failures, before) + 1
    const milliseconds = backoff(this.#failures, this.#parts.random)
    void this.#takeRest(milliseconds)
    return milliseconds
  }

  /** The receiver works again, or took one of them: they may be tried at once. */
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
    await clock.sleep(milliseconds, eitherSignal(signal, rest.signal))
    if (this.#rest === rest) this.#end()
  }

  #end(): void {
    this.#rest = undefined
    this.#onOver()
  }
}
