import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { countersFile } from '../spool/positions/saved-counters.ts'
import { counterNotices } from './notices.ts'

/** The state is saved at least so often, in milliseconds, though there are no news. */
const SAVE_INTERVAL = 60_000

/** Milliseconds between tries to save news. */
const RETRY_INTERVAL = 2000

/** What saving works with. */
interface SavingParts {
  readonly root: string
  readonly clock: Pick<Clock, 'sleep'>
  /** Milliseconds on a clock that never steps. */
  readonly elapsed: () => number
  readonly tell: Tell
  readonly signal: AbortSignal
}

/** Saves what counters know, durably. */
export class CountersSaving {
  readonly #parts: SavingParts
  #saved: number
  #isFailing = false

  constructor(parts: SavingParts) {
    this.#parts = parts
    this.#saved = parts.elapsed()
  }

  /** Whether the last save is long ago. */
  get isDue(): boolean {
    return this.#isFailing || this.#parts.elapsed() - this.#saved >= SAVE_INTERVAL
  }

  /** Tries once; false, with one notice in a row, if that fails. */
  async try(text: string): Promise<boolean> {
    const { root, tell } = this.#parts
    try {
      await countersFile.save(root, text)
      this.#saved = this.#parts.elapsed()
      if (this.#isFailing) tell(counterNotices.countersSaved(root))
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) tell(counterNotices.countersUnsaved(root, messageOf(error)))
      this.#isFailing = true
    }
    return !this.#isFailing
  }

  /** Tries until it is saved; false if the program ended first. */
  async untilSaved(text: string): Promise<boolean> {
    const { clock, signal } = this.#parts
    while (!(await this.try(text))) {
      if (signal.aborted) return false
      await clock.sleep(RETRY_INTERVAL, signal)
    }
    return true
  }
}
