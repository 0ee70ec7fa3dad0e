import { setImmediate } from 'node:timers/promises'
import { onAbort } from '../../lib/system/on-abort.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'

/** How many are woken in a row before they get their turn. */
const WOKEN_IN_A_ROW = 16

/** One log, or one folder of logs, that waits for the next tick or is being read. */
interface Reader {
  readonly onEnd: ((now: number) => void) | undefined
  /** When it was last woken: what was written before is read once it waits again. */
  since: number
  /** While it waits: lets it look again. */
  wake: (() => void) | undefined
  isQuiet: (() => boolean) | undefined
  /** Something is new, whatever `isQuiet` says. */
  isHinted: boolean
}

/** A log that rests: nobody reads it between two ticks. */
export interface AtRest {
  /** Reads on, and hears when: `now` in seconds since 1970-01-01T00:00:00Z. False if that does not do. */
  tick(now: number): boolean
  /** Has it read with a waker of its own, from where it rests. */
  wake(): void
}

/** The waker of one reader, which may rest instead of waiting: then it is closed. */
export interface TickWaker extends ClosableWaker {
  rest(log: AtRest): void
}

/**
 * Wakes all counted logs at once, again and again, so that each is read once an interval. The time of a tick holds for
 * all that is read because of it: whoever comes to the end of a log has read all that was written before.
 */
export class Ticker {
  readonly #readers = new Set<Reader>()
  readonly #resting = new Set<AtRest>()
  #now: number
  /** How many are reading. */
  #busy = 0
  #onRead: (() => void) | undefined

  /** `now` in seconds since 1970-01-01T00:00:00Z, for those that read before the first tick. */
  constructor(now: number) {
    this.#now = now
  }

  /** When the last tick was, in seconds since 1970-01-01T00:00:00Z. */
  get now(): number {
    return this.#now
  }

  /** A waker for one reader, which reads until it waits for the first time; `onEnd` hears each time that it waits. */
  waker(onEnd?: (now: number) => void): TickWaker {
    const reader: Reader = { onEnd, since: this.#now, wake: undefined, isQuiet: undefined, isHinted: false }
    this.#readers.add(reader)
    this.#busy += 1
    return {
      // A log that is leaving, or cannot be read, is looked at with the others.
      wake: (signal, _within, isQuiet) => this.#wait(reader, signal, isQuiet),
      hint: () => void (reader.isHinted = true),
      rest: (log) => {
        this.#resting.add(log)
        onEnd?.(reader.since)
        this.#close(reader)
      },
      close: () => this.#close(reader),
    }
  }

  /** Wakes all that rest: none of them is looked at any more. */
  wakeAll(): void {
    const resting = [...this.#resting]
    for (const log of resting) this.#wakeUp(log)
  }

  /**
   * Wakes those that have something new, a few at a time: what all need at once would outlive them in memory. `now` in
   * seconds since 1970-01-01T00:00:00Z.
   */
  async tick(now: number): Promise<void> {
    this.#now = now
    let count = 0
    // Not those that rest again meanwhile: a log that grows all the time would never let the tick end.
    const resting = [...this.#resting]
    for (const log of resting) {
      count += 1
      if (count % WOKEN_IN_A_ROW === 0) await setImmediate()
      if (!log.tick(now)) this.#wakeUp(log)
    }
    for (const reader of this.#readers) {
      count += 1
      if (count % WOKEN_IN_A_ROW === 0) await setImmediate()
      if (reader.wake === undefined) continue
      const isQuiet = !reader.isHinted && reader.isQuiet?.() === true
      reader.since = now
      if (isQuiet) reader.onEnd?.(now)
      else this.#wake(reader, reader.wake)
    }
  }

  /** Resolves when all wait for the next tick, or the signal is aborted. */
  async allRead(signal: AbortSignal): Promise<void> {
    if (this.#busy === 0 || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#onRead = resolve
    const forget = onAbort(signal, resolve)
    await promise
    forget()
    this.#onRead = undefined
  }

  async #wait(reader: Reader, signal: AbortSignal, isQuiet: (() => boolean) | undefined): Promise<void> {
    if (signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    reader.wake = resolve
    reader.isQuiet = isQuiet
    reader.isHinted = false
    reader.onEnd?.(reader.since)
    this.#ends()
    const wake = (): void => this.#wake(reader, resolve)
    const forget = onAbort(signal, wake)
    await promise
    forget()
  }

  #wakeUp(log: AtRest): void {
    if (this.#resting.delete(log)) log.wake()
  }

  #close(reader: Reader): void {
    if (this.#readers.delete(reader) && reader.wake === undefined) this.#ends()
  }

  #wake(reader: Reader, resolve: () => void): void {
    if (reader.wake !== resolve) return
    reader.wake = undefined
    reader.isQuiet = undefined
    this.#busy += 1
    resolve()
  }

  #ends(): void {
    this.#busy -= 1
    if (this.#busy === 0) this.#onRead?.()
  }
}
