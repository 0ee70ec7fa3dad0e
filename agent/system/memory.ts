import { readFileSync } from 'node:fs'
import { elapsed } from './clock.ts'

/** So long nothing must have happened before memory is given back, in milliseconds. */
const QUIET = 2000

/** It is looked at once in so many milliseconds while there is work. */
const INTERVAL = 1000

/** Less than this is not worth the 20 ms that it takes to give it back, in bytes. */
const WORTH = 1024 * 1024

/** How much memory this process takes that no file holds, in bytes (RssAnon, proc(5)): the kernel cannot simply drop it. */
export function anonymousMemory(): number {
  const [, kibibytes = ''] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
  return Number(kibibytes) * 1024
}

/** Gives memory back when there is nothing to do, and says when it is more than it may be. Wakes nobody at rest. */
export class Memory {
  readonly #limit: number
  readonly #onExceeded: (taken: number) => void
  #timer: NodeJS.Timeout | undefined
  #kept = 0
  #lookedAt = -Infinity

  /** `limit` in bytes; `onExceeded` hears what is taken when more is, even after a collection of garbage. */
  constructor(limit: number, onExceeded: (taken: number) => void) {
    this.#limit = limit
    this.#onExceeded = onExceeded
  }

  /** Something was done; may be called very often. */
  readonly worked = (): void => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#rest(), QUIET).unref()
    if (this.#limit === Infinity || elapsed() - this.#lookedAt < INTERVAL) return
    this.#lookedAt = elapsed()
    if (anonymousMemory() <= this.#limit) return
    collectGarbage()
    const taken = anonymousMemory()
    if (taken > this.#limit) this.#onExceeded(taken)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #rest(): void {
    if (anonymousMemory() - this.#kept < WORTH) return
    collectGarbage()
    this.#kept = anonymousMemory()
  }
}

/** All of it, and back to the system. The executable is built with --expose-gc; where Node was started without, V8 decides. */
function collectGarbage(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
