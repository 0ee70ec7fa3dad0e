import type { Clock } from '../../lib/system/clock.ts'

/** A clock that stands still until it is advanced. */
export class HandClock implements Clock {
  #now = 1_700_000_000_000
  #sleepers: { readonly until: number; readonly wake: () => void }[] = []

  readonly now = (): number => this.#now

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ until: this.#now + milliseconds, wake })
      if (signal.aborted) wake()
      signal.addEventListener('abort', () => wake())
    })
  }

  /** Forgets all sleepers without waking them. */
  forget(): void {
    this.#sleepers = []
  }

  /** Advances the clock to the next wake-up; false if there is none up to `latest`. */
  wakeNext(latest = Infinity): boolean {
    const until = Math.min(...this.#sleepers.map((sleeper) => sleeper.until))
    if (until > latest || until === Infinity) return false
    this.#now = until
    const due = this.#sleepers.filter((sleeper) => sleeper.until <= until)
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.until > until)
    for (const { wake } of due) wake()
    return true
  }

  /** Sets the clock to a time before which nobody wakes. */
  set(now: number): void {
    this.#now = now
  }
}
