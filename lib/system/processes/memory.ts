import { readFileSync } from 'node:fs'
import { elapsed } from '../clock.ts'

/** Idle time after which memory is given back, in milliseconds. */
const QUIET = 2000

/**
 * Longest stretch of work, in milliseconds, before memory is given back anyway: V8 lets the heap grow with what passes
 * through it.
 */
const LONGEST = 30_000

/**
 * Shortest time between two times that memory is given back at rest, in milliseconds: what works for a moment every few
 * seconds would spend more on that than on its work. No longer than the interval of what is counted.
 */
const APART = 10_000

/** Interval between checks of the limit during work, in milliseconds. */
const INTERVAL = 1000

/** Smallest growth, in bytes, worth the 20 ms that a full collection takes. */
const WORTH = 1024 * 1024

/**
 * Anonymous memory of a process, this one by default, in bytes (RssAnon, proc(5)): no file backs it, so the kernel
 * cannot simply drop it. 0 if it cannot be read, for example without a free descriptor.
 */
export function anonymousMemory(pid: number | 'self' = 'self'): number {
  try {
    const [, kibibytes = ''] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return Number(kibibytes) * 1024
  } catch {
    return 0
  }
}

/**
 * Gives memory back when the process is idle or has worked for long, and reports when it exceeds its limit. No timer
 * runs at rest.
 */
export class Memory {
  readonly #limit: number
  readonly #onExceeded: (taken: number) => void
  readonly #elapsed: () => number
  readonly #longest: number
  #timer: NodeJS.Timeout | undefined
  /** When the current stretch of work began. */
  #began: number | undefined
  #kept = 0
  /** When memory was last given back. */
  #gaveBack = -Infinity
  #lookedAt = -Infinity

  /**
   * `limit` in bytes; `onExceeded` gets the memory in use if it exceeds the limit even after a garbage collection;
   * `longest` is the longest stretch of work, in milliseconds.
   */
  constructor(
    limit: number,
    onExceeded: (taken: number) => void,
    clock: () => number = elapsed,
    longest: number = LONGEST,
  ) {
    this.#limit = limit
    this.#onExceeded = onExceeded
    this.#elapsed = clock
    this.#longest = longest
  }

  /** Records that work was done; cheap enough to call very often. */
  readonly worked = (): void => {
    const now = this.#elapsed()
    this.#began ??= now
    if (now - this.#began < this.#longest) {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#rest(), QUIET).unref()
    }
    if (this.#limit === Infinity || now - this.#lookedAt < INTERVAL) return
    this.#lookedAt = now
    if (anonymousMemory() <= this.#limit) return
    giveMemoryBack()
    const taken = anonymousMemory()
    if (taken > this.#limit) this.#onExceeded(taken)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #rest(): void {
    const now = this.#elapsed()
    const isLong = now - (this.#began ?? now) >= this.#longest
    this.#began = undefined
    if (anonymousMemory() - this.#kept < WORTH) return
    const early = this.#gaveBack + APART - now
    if (early > 0 && !isLong) {
      this.#timer = setTimeout(() => this.#rest(), early).unref()
      return
    }
    giveMemoryBack()
    this.#kept = anonymousMemory()
    this.#gaveBack = now
  }
}

/** Gives the memory of a thread back that works without a pause, and has no limit of its own. */
export function memoryOfThread(): Memory {
  return new Memory(Infinity, () => undefined, elapsed, 10_000)
}

/** Bytes after which a stream that takes no second is not left to grow with what passes through it. */
const STRETCH = 2 * 1024 * 1024

/** The same pieces; the memory of those that are done is given back on the way, however fast they come. */
export async function* inLittleMemory(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  let passed = 0
  for await (const piece of pieces) {
    yield piece
    passed += piece.length
    if (passed < STRETCH) continue
    passed = 0
    giveMemoryBack()
  }
}

/**
 * Collects all garbage and returns the memory to the system. The executable is built with --expose-gc; without that
 * flag V8 decides.
 */
export function giveMemoryBack(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
