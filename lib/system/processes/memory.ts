import { readFileSync } from 'node:fs'
import { elapsed } from '../clock.ts'

/** So long nothing must have happened before memory is given back, in milliseconds. */
const QUIET = 2000

/**
 * Work that does not end is interrupted for that once in so many milliseconds: V8 lets the heap grow with what passes
 * through it.
 */
const LONGEST = 30_000

/** It is looked at once in so many milliseconds while there is work. */
const INTERVAL = 1000

/** Less than this is not worth the 20 ms that it takes to give it back, in bytes. */
const WORTH = 1024 * 1024

/**
 * How much memory this process takes that no file holds, in bytes (RssAnon, proc(5)): the kernel cannot simply drop it.
 * 0 where that cannot be read, as without a descriptor left.
 */
export function anonymousMemory(): number {
  try {
    const [, kibibytes = ''] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
    return Number(kibibytes) * 1024
  } catch {
    return 0
  }
}

/**
 * Gives memory back when there is nothing to do, or has been much, and says when it is more than it may be. Wakes
 * nobody at rest.
 */
export class Memory {
  readonly #limit: number
  readonly #onExceeded: (taken: number) => void
  readonly #elapsed: () => number
  #timer: NodeJS.Timeout | undefined
  /** When the work began that has not ended. */
  #began: number | undefined
  #kept = 0
  #lookedAt = -Infinity

  /** `limit` in bytes; `onExceeded` hears what is taken when more is, even after a collection of garbage. */
  constructor(limit: number, onExceeded: (taken: number) => void, clock: () => number = elapsed) {
    this.#limit = limit
    this.#onExceeded = onExceeded
    this.#elapsed = clock
  }

  /** Something was done; may be called very often. */
  readonly worked = (): void => {
    const now = this.#elapsed()
    this.#began ??= now
    if (now - this.#began < LONGEST) {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#rest(), QUIET).unref()
    }
    if (this.#limit === Infinity || now - this.#lookedAt < INTERVAL) return
    this.#lookedAt = now
    if (anonymousMemory() <= this.#limit) return
    collectGarbage()
    const taken = anonymousMemory()
    if (taken > this.#limit) this.#onExceeded(taken)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #rest(): void {
    this.#began = undefined
    if (anonymousMemory() - this.#kept < WORTH) return
    collectGarbage()
    this.#kept = anonymousMemory()
  }
}

/**
 * All of it, and back to the system. The executable is built with --expose-gc; where Node was started without, V8
 * decides.
 */
function collectGarbage(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
