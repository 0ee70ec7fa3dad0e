import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../lib/system/clock.ts'

/** A clock that only a test moves. */
export class HandClock implements Clock {
  #time = 0
  readonly #start: number
  #sleepers: { readonly until: number; readonly wake: () => void }[] = []

  /** `start`: the first moment, in milliseconds since the epoch. */
  constructor(start = 1_800_000_000_000) {
    this.#start = start
  }

  now(): number {
    return this.#start + this.#time
  }

  /** Milliseconds since the beginning of the test. */
  readonly elapsed = (): number => this.#time

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => resolve(), { once: true })
    this.#sleepers.push({ until: this.#time + milliseconds, wake: resolve })
    await promise
  }

  /** Moves on from one sleeper to the next, and lets each do all that it does without sleeping. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#time + milliseconds
    await settled()
    for (;;) {
      const next = Math.min(...this.#sleepers.map(({ until }) => until))
      if (next > end) break
      this.#time = Math.max(next, this.#time)
      const due = this.#sleepers.filter(({ until }) => until <= this.#time)
      this.#sleepers = this.#sleepers.filter(({ until }) => until > this.#time)
      for (const { wake } of due) wake()
      await settled()
    }
    this.#time = end
  }
}

/** Waits until all that was ready has run. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await setImmediate()
}
