/**
 * Lets the work of many requests take turns with all else that the thread does: one piece of work in each turn of the
 * event loop, so that nothing waits for more than one of them.
 */
export class Turns {
  readonly #waiting: (() => void)[] = []

  /** Resolves in a turn of its own, after those who asked before. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (this.#waiting.length === 1) setImmediate(() => this.#go())
    })
  }

  #go(): void {
    const [begin] = this.#waiting.splice(0, 1)
    // Those that it lets ask again come after all that wait.
    if (this.#waiting.length > 0) setImmediate(() => this.#go())
    begin?.()
  }
}
