/** A source that holds files open during its turn, and afterwards until another one needs the slot. */
export interface TurnHolder {
  /** Closes the files that can be opened again. */
  release(): void
}

/**
 * Limits how many sources hold their files open at once: descriptors are few, and one log with a large backlog must not
 * keep the others waiting. Whoever waits gets a turn in order.
 */
export class Turns {
  readonly #slots: number
  readonly #active = new Set<TurnHolder>()
  /** Those whose turn is over and whose files stay open until the slot is needed, the longest idle first. */
  readonly #idle = new Set<TurnHolder>()
  /** Those that wait for a turn, the longest waiting first, and what starts each. */
  readonly #waiting = new Map<TurnHolder, () => void>()

  constructor(slots: number) {
    this.#slots = slots
  }

  /** Whether anyone is waiting. */
  get areWanted(): boolean {
    return this.#waiting.size > 0
  }

  /** Resolves when the turn begins; it lasts until `end` or `leave`. */
  async take(holder: TurnHolder): Promise<void> {
    this.#idle.delete(holder)
    if (this.#hasRoom()) {
      this.#active.add(holder)
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.set(holder, resolve)
    await promise
  }

  /** Ends a turn; the files may stay open. */
  end(holder: TurnHolder): void {
    this.#active.delete(holder)
    this.#idle.add(holder)
    this.#startNext()
  }

  /** Its files were read without a turn: of those that stay open, they are closed last. */
  touch(holder: TurnHolder): void {
    if (this.#idle.delete(holder)) this.#idle.add(holder)
  }

  /** Another object holds the files of one whose turn is over. */
  replace(holder: TurnHolder, by: TurnHolder): void {
    if (this.#idle.delete(holder)) this.#idle.add(by)
  }

  /** Forgets a source that has closed its files for good. */
  leave(holder: TurnHolder): void {
    this.#active.delete(holder)
    this.#idle.delete(holder)
    this.#waiting.delete(holder)
    this.#startNext()
  }

  #startNext(): void {
    const [next] = this.#waiting
    if (next === undefined || !this.#hasRoom()) return
    const [holder, start] = next
    this.#waiting.delete(holder)
    this.#active.add(holder)
    start()
  }

  /** Makes room if need be. Files that `release` cannot close, because they were rotated away, do not count. */
  #hasRoom(): boolean {
    const [longestIdle] = this.#idle
    if (this.#active.size + this.#idle.size < this.#slots) return true
    if (longestIdle === undefined) return false
    this.#idle.delete(longestIdle)
    longestIdle.release()
    return true
  }
}
